package dev.meterlark.invocation;

import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.FunctionId;
import dev.meterlark.worker.SandboxSpec;
import dev.meterlark.worker.Workers;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;

class FakeWorkersTests extends WorkersContract {

    private static final Map<Does, String> HANDLERS =
            Map.of(
                    Does.ECHO, "echo",
                    Does.FAIL, "fails",
                    Does.FAIL_TO_LOAD, "fails-to-load",
                    Does.EXIT, "exits",
                    Does.NEVER_ANSWER, "never-answers",
                    Does.ANSWER_TOO_MUCH, "answers-too-much",
                    Does.STREAM, "streams");

    private final FakeWorkers workers = new FakeWorkers();

    @Override
    protected Workers workers() {
        return workers;
    }

    @Override
    protected SandboxSpec spec(
            Does what, AccountId account, FunctionId function, long revision, Duration timeout) {
        return new SandboxSpec(
                account,
                function,
                revision,
                what.name().toLowerCase(Locale.ROOT),
                "$LATEST",
                "arn:aws:lambda:us-east-1:000000000001:function:contract",
                new CodeDigest("0".repeat(64)),
                "nodejs20",
                HANDLERS.getOrDefault(what, "echo"),
                128,
                timeout,
                1,
                Egress.NONE,
                Map.of());
    }
}
