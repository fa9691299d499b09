package dev.meterlark;

import dev.meterlark.account.AccountIdentity;
import dev.meterlark.function.snapshot.AsyncPolicy;
import dev.meterlark.function.snapshot.FunctionSnapshot;
import dev.meterlark.function.snapshot.FunctionUrl;
import dev.meterlark.function.snapshot.UrlAuth;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.shared.KeepWarm;

import java.time.Duration;

/** A function as the data plane sees it, with nothing special about it. */
final class SampleSnapshot {

    private SampleSnapshot() {}

    static FunctionSnapshot of(AccountIdentity account, FunctionId function, String name) {
        return new FunctionSnapshot(
                account.id(),
                account.slug(),
                account.number(),
                function,
                name,
                "$LATEST",
                1,
                null,
                "nodejs20",
                "index.handler",
                128,
                Duration.ofSeconds(3),
                1,
                0,
                10,
                Egress.NONE,
                KeepWarm.NONE,
                new FunctionUrl("u".repeat(32), UrlAuth.KEY, null),
                AsyncPolicy.DEFAULT,
                null,
                new byte[0]);
    }
}
