package dev.meterlark.invocation;

import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.shared.AccountId;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What AWS's tools call a function, also one that is gone. */
@Component
public class FunctionArns implements SnapshotListener {

    private static final String NO_NUMBER = "000000000000";

    private final String region;
    private final Map<AccountId, String> numbers = new ConcurrentHashMap<>();

    FunctionArns(@Value("${meterlark.region:us-east-1}") String region) {
        this.region = region;
    }

    public String of(AccountId account, String function, String qualifier) {
        return "arn:aws:lambda:%s:%s:function:%s:%s"
                .formatted(region, numbers.getOrDefault(account, NO_NUMBER), function, qualifier);
    }

    @Override
    public void published(FunctionSnapshot snapshot) {
        numbers.put(snapshot.account(), snapshot.accountNumber());
    }

    /** An account keeps its number. */
    @Override
    public void withdrawn(FunctionSnapshot snapshot) {}
}
