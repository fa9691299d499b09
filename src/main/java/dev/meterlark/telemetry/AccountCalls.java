package dev.meterlark.telemetry;

import dev.meterlark.invocation.InvocationRecord;
import dev.meterlark.metering.AccountAttempts;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.InvocationId;

import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of calls over all functions of an account, and how calls made each other. */
@Service
@Transactional(readOnly = true)
public class AccountCalls {

    /** Calls of one tree. */
    static final int MOST_OF_A_TREE = 200;

    private static final int DEEPEST = 16;

    private final AccountAttempts attempts;
    private final CallChildren children;
    private final Calls calls;

    AccountCalls(AccountAttempts attempts, CallChildren children, Calls calls) {
        this.attempts = attempts;
        this.children = children;
        this.calls = calls;
    }

    /** Newest first; calls that arrive while one pages do not shift the pages. */
    public CallPage recent(AccountId account, CallQuery query) {
        return calls.page(attempts.newest(account, calls.wanted(account, query)), query.limit());
    }

    /** The calls that one made itself, the first ones first. */
    public List<Call> madeBy(AccountId account, InvocationId invocation) {
        return last(account, children.of(account, List.of(invocation), MOST_OF_A_TREE));
    }

    /** Those of them that one attempt made. */
    public List<Call> madeBy(AccountId account, InvocationId invocation, int attempt) {
        return new CallAttempts(calls.attempts(account, invocation))
                .madeBy(attempt, madeBy(account, invocation));
    }

    public Optional<CallTree> tree(AccountId account, InvocationId invocation) {
        return calls.find(account, invocation).map(root -> tree(account, root));
    }

    private CallTree tree(AccountId account, Call root) {
        Map<InvocationId, List<Call>> made = new HashMap<>();
        List<InvocationId> level = List.of(root.id());
        int left = MOST_OF_A_TREE;
        for (int depth = 0; depth < DEEPEST && !level.isEmpty(); depth++) {
            List<CallChildren.Child> found = children.of(account, level, left + 1);
            List<CallChildren.Child> below = found.subList(0, Math.min(left, found.size()));
            Map<InvocationId, InvocationId> parents = new LinkedHashMap<>();
            below.forEach(each -> parents.put(each.invocation(), each.parent()));
            for (Call call : last(account, below)) {
                made.computeIfAbsent(parents.get(call.id()), _ -> new ArrayList<>()).add(call);
            }
            if (found.size() > left) {
                return new CallTree(root, made, true);
            }
            left -= below.size();
            level = List.copyOf(parents.keySet());
        }
        return new CallTree(root, made, false);
    }

    private List<Call> last(AccountId account, List<CallChildren.Child> those) {
        List<InvocationRecord> found =
                attempts.last(account, those.stream().map(CallChildren.Child::invocation).toList());
        return calls.calls(found);
    }
}
