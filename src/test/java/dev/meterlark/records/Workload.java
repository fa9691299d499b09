package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.story.Api;
import dev.meterlark.story.PlatformProcess;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;

/**
 * A little of everything that the platform promises to keep, the same in each round but for names.
 * A round ends early when the platform does; what was not answered is noted as unknown.
 */
final class Workload {

    private static final String ECHO = "exports.handler = async event => event;";

    private final History history;
    private final String token;
    private int round;

    private Workload(History history, String token) {
        this.history = history;
        this.token = token;
    }

    /** As a new account. */
    static Workload begin(PlatformProcess platform, History history) {
        return new Workload(history, Api.signUp(platform, "crashed").token());
    }

    /** Whether the platform was there to the end. */
    boolean round(PlatformProcess platform) {
        round++;
        try {
            steps(Api.with(platform, token), "echo-" + round);
            return true;
        } catch (IllegalStateException gone) {
            history.unknown();
            return false;
        }
    }

    private void steps(Api api, String function) {
        api.deploy(function, "nodejs", "index.handler", ECHO);
        call(api, function);
        answered(api.patch("/functions/" + function, "{\"description\": \"changed\"}"), 200);
        String other = ECHO + " // " + function;
        answered(
                api.put(
                        "/functions/%s/code".formatted(function),
                        other.getBytes(StandardCharsets.UTF_8),
                        "text/javascript"),
                200);
        call(api, function);
        answered(api.delete("/functions/" + function), 204);
    }

    private void call(Api api, String function) {
        Api.Answer answer = answered(api.invoke(function, "{\"n\": 1}"), 200);
        history.answered(
                answer.header("Meterlark-Invocation-Id"),
                new BigDecimal(answer.header("Meterlark-Price").split(" ")[0]));
    }

    private static Api.Answer answered(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }
}
