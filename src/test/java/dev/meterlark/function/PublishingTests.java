package dev.meterlark.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.meterlark.MeterlarkTest;
import dev.meterlark.Tenants;
import dev.meterlark.account.Accounts;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.SnapshotSource;
import dev.meterlark.invocation.FunctionNames;
import dev.meterlark.platform.Vault;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the data plane is told of functions, and when. */
@MeterlarkTest
class PublishingTests {

    @Autowired Functions functions;
    @Autowired SnapshotSource source;
    @Autowired FunctionNames known;
    @Autowired Accounts accounts;
    @Autowired Vault vault;
    @Autowired Tenants tenants;
    @Autowired TransactionTemplate transaction;

    private Caller caller;

    @BeforeEach
    void newAccount() {
        caller = tenants.caller(tenants.newOwner());
    }

    @Test
    void aSnapshotHoldsWhatTheFunctionIs() {
        functions.create(caller, "hello", settings(256, Map.of("TOKEN", "s3cret")));
        FunctionSnapshot snapshot = onlySnapshot();

        assertThat(snapshot.name()).isEqualTo("hello");
        assertThat(snapshot.memoryMiB()).isEqualTo(256);
        assertThat(snapshot.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(snapshot.code()).isNull();
        assertThat(snapshot.environmentContext()).contains(caller.account().toString());
        byte[] environment = vault.open(snapshot.environment(), snapshot.environmentContext());
        assertThat(new String(environment, StandardCharsets.UTF_8))
                .isEqualTo("{\"TOKEN\":\"s3cret\"}");
    }

    @Test
    void eachChangeIsANewRevisionAndNothingElseIs() {
        functions.create(caller, "hello", settings(256, null));
        long first = onlySnapshot().revision();
        functions.change(caller, "hello", settings(256, null));
        long same = onlySnapshot().revision();
        functions.change(caller, "hello", settings(512, null));
        long changed = onlySnapshot().revision();
        functions.change(caller, "hello", settings(512, Map.of("AB", "1")));

        assertThat(same).isEqualTo(first);
        assertThat(changed).isGreaterThan(first);
        assertThat(onlySnapshot().revision()).isGreaterThan(changed);
    }

    @Test
    void theDataPlaneKnowsAFunctionFromItsCommitOnAndNotBefore() {
        transaction.executeWithoutResult(
                status -> {
                    functions.create(caller, "undone", settings(128, null));
                    assertThat(known.functionId(caller.account(), "undone")).isEmpty();
                    status.setRollbackOnly();
                });
        assertThat(known.functionId(caller.account(), "undone")).isEmpty();

        functions.create(caller, "done", settings(128, null));
        assertThat(known.functionId(caller.account(), "done")).isPresent();
        transaction.executeWithoutResult(
                status -> {
                    functions.delete(caller, "done");
                    status.setRollbackOnly();
                });
        assertThat(known.functionId(caller.account(), "done")).isPresent();
        functions.delete(caller, "done");
        assertThat(known.functionId(caller.account(), "done")).isEmpty();
    }

    @Test
    void aRefusedChangeIsToldToNobody() {
        functions.create(caller, "hello", settings(256, null));
        FunctionSnapshot before = onlySnapshot();

        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> functions.change(caller, "hello", settings(1, null)));
        assertThat(onlySnapshot().revision()).isEqualTo(before.revision());
        assertThat(onlySnapshot().memoryMiB()).isEqualTo(256);
    }

    @Test
    void aSuspendedAccountsFunctionsCannotBeCalledUntilItIsReopened() {
        functions.create(caller, "hello", settings(128, null));
        Caller operator = tenants.caller(tenants.operator());

        accounts.suspend(operator, caller.account());
        assertThat(known.functionId(caller.account(), "hello")).isEmpty();
        assertThat(source.read().functions())
                .noneMatch(each -> each.account().equals(caller.account()));
        accounts.reopen(operator, caller.account());
        assertThat(known.functionId(caller.account(), "hello")).isPresent();
        accounts.close(operator, caller.account());
        assertThat(known.functionId(caller.account(), "hello")).isEmpty();
        assertThat(functions.list(caller, null, null).items()).as("with its secrets").isEmpty();
    }

    private FunctionSnapshot onlySnapshot() {
        List<FunctionSnapshot> mine =
                source.read().functions().stream()
                        .filter(each -> each.account().equals(caller.account()))
                        .toList();
        assertThat(mine).hasSize(1);
        return mine.getFirst();
    }

    private static FunctionSettings settings(
            int memoryMiB, @Nullable Map<String, String> environment) {
        return new FunctionSettings(
                "nodejs",
                "index.handler",
                null,
                memoryMiB,
                null,
                null,
                null,
                null,
                null,
                null,
                environment);
    }
}
