package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.edge.AwsCall;
import dev.meterlark.edge.AwsService;
import dev.meterlark.edge.BadSignatureException;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * AWS's protocol for queues. Whoever waits for messages holds a virtual thread, and no connection
 * of the database.
 */
@Component
class SqsService implements AwsService {

    private static final String TARGETS = "AmazonSQS.";

    private final SqsOperations operations;
    private final SqsAnswers answers;
    private final JsonMapper json;

    SqsService(SqsOperations operations, SqsAnswers answers, JsonMapper json) {
        this.operations = operations;
        this.answers = answers;
        this.json = json;
    }

    @Override
    public String name() {
        return "sqs";
    }

    @Override
    public boolean isMeant(HttpServletRequest request) {
        String target = request.getHeader(SqsAnswers.TARGET);
        return target != null
                ? target.startsWith(TARGETS)
                : QueueAddress.isPath(request.getRequestURI());
    }

    @Override
    public Bodies bodies() {
        return Bodies.HELD;
    }

    @Override
    public void serve(AwsCall call, HttpServletResponse response) throws IOException {
        HttpServletRequest request = call.request();
        try {
            Asked asked = asked(call);
            SqsOperation operation = operations.named(asked.action);
            call.require(operation.needs());
            ObjectNode answer = finished(operation.answer().apply(asked.call));
            answers.write(asked.action, answer, request, response);
        } catch (SqsException refusal) {
            answers.write(refusal, request, response);
        }
    }

    @Override
    public void refuse(
            RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        SqsError error =
                refusal instanceof BadSignatureException bad
                        ? signature(bad.flaw())
                        : SqsError.of(refusal);
        String text =
                error == SqsError.QUEUE_DOES_NOT_EXIST
                        ? QueueOperations.unknown().text()
                        : refusal.publicText();
        answers.write(new SqsException(error, text), request, response);
    }

    private static SqsError signature(BadSignatureException.Flaw flaw) {
        return switch (flaw) {
            case INCOMPLETE -> SqsError.INCOMPLETE_SIGNATURE;
            case UNKNOWN_KEY, SESSION_TOKEN -> SqsError.UNKNOWN_KEY;
            case OTHER_SCOPE, SKEWED, EXPIRED, UNSIGNED_HEADER, MISMATCH, OTHER_BODY ->
                    SqsError.SIGNATURE;
        };
    }

    /** What is wanted, whichever form it came in. */
    private record Asked(String action, SqsCall call) {}

    private Asked asked(AwsCall call) throws IOException {
        HttpServletRequest request = call.request();
        String body = new String(call.body().bytes().readAllBytes(), UTF_8);
        String target = request.getHeader(SqsAnswers.TARGET);
        ObjectNode members =
                target == null
                        ? QueryForm.read(
                                json,
                                Objects.requireNonNullElse(request.getQueryString(), ""),
                                body)
                        : object(body);
        String action =
                target == null
                        ? new Members(members).required("Action")
                        : target.substring(Math.min(TARGETS.length(), target.length()));
        return new Asked(
                action,
                new SqsCall(
                        call.caller(), new Members(members), call.base(), request.getRequestURI()));
    }

    private ObjectNode object(String body) {
        try {
            JsonNode read = body.isBlank() ? json.createObjectNode() : json.readTree(body);
            if (read instanceof ObjectNode object) {
                return object;
            }
        } catch (JacksonException e) {
            // Said below.
        }
        throw new SqsException(SqsError.MALFORMED, "The body must be a JSON object.");
    }

    private static ObjectNode finished(CompletableFuture<ObjectNode> answer) {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure
                    ? failure
                    : new IllegalStateException("an operation failed", e);
        } catch (InterruptedException e) {
            answer.cancel(false);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it waited for messages", e);
        }
    }
}
