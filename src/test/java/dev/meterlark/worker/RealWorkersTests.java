package dev.meterlark.worker;

import dev.meterlark.invocation.WorkersContract;
import dev.meterlark.shared.AccountId;
import dev.meterlark.shared.CodeDigest;
import dev.meterlark.shared.FunctionId;

import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;

/** Real Node.js functions in real sandboxes keep what the fake ones promise. */
@ExtendWith(RealNode.class)
class RealWorkersTests extends WorkersContract {

    private static final String CODE =
            """
            exports.echo = async event => event;
            exports.fail = async () => { throw new Error('it broke'); };
            exports.exit = async () => process.exit(1);
            exports.neverAnswer = () => new Promise(() => setInterval(() => {}, 1000));
            exports.stream = awslambda.streamifyResponse(async (event, stream) => {
              stream.setContentType('text/plain');
              for (const piece of ['one,', 'two,', 'three']) stream.write(piece);
              stream.end();
            });
            exports.answerTooMuch = async () => 'x'.repeat(7 * 1024 * 1024);
            """;

    private final RealNode.Node node;

    RealWorkersTests(RealNode.Node node) {
        this.node = node;
    }

    @Override
    protected Workers workers() {
        return node.workers();
    }

    @Override
    protected SandboxSpec spec(
            Does what, AccountId account, FunctionId function, long revision, Duration timeout) {
        CodeDigest code =
                what == Does.FAIL_TO_LOAD
                        ? node.keep("index.js", "this is no JavaScript")
                        : node.keep("index.js", CODE);
        String handler =
                switch (what) {
                    case ECHO, FAIL_TO_LOAD -> "index.echo";
                    case FAIL -> "index.fail";
                    case EXIT -> "index.exit";
                    case NEVER_ANSWER -> "index.neverAnswer";
                    case ANSWER_TOO_MUCH -> "index.answerTooMuch";
                    case STREAM -> "index.stream";
                };
        return node.spec(
                new RealNode.Version(account, function, revision),
                new RealNode.Program("nodejs", code, handler, 128),
                timeout);
    }
}
