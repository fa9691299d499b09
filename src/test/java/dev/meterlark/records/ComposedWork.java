package dev.meterlark.records;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.story.Api;

import java.math.BigDecimal;

/**
 * The part of a round in which functions are composed, may do something, and change little by
 * little.
 */
final class ComposedWork {

    private ComposedWork() {}

    /**
     * @param function with two versions and the alias {@code live}
     * @return the run that was accepted for later
     */
    static String run(Api api, String function, History history) {
        answered(
                api.putJson(
                        "/functions/" + function + "/role",
                        "{\"permissions\": [\"functions:invoke\"], \"functions\": [\"%s\"]}"
                                .formatted(function)),
                200);
        shift(api, "/functions/" + function + "/aliases/live");
        String pipeline = "pipe-" + function;
        answered(
                api.post(
                        "/pipelines",
                        "{\"name\": \"%s\", \"definition\": \"%s|%s:live\"}"
                                .formatted(pipeline, function, function)),
                201);
        answered(api.post("/pipelines/" + pipeline + "/versions", ""), 201);
        Api.Answer whole = answered(api.invoke(pipeline, "1", "{\"n\": 1}"), 200);
        history.answered(whole.header("Meterlark-Invocation-Id"), BigDecimal.ZERO);
        String later =
                answered(api.invokeLater(pipeline, "{\"n\": 2}"), 202).json().path("id").asString();
        history.accepted(later);
        return later;
    }

    /** So that the alias can go. */
    static void end(Api api, String function) {
        answered(api.delete("/pipelines/pipe-" + function), 204);
        answered(api.delete("/functions/" + function + "/role"), 204);
    }

    private static void shift(Api api, String alias) {
        answered(api.putJson(alias, "{\"version\": \"1\"}"), 200);
        Api.Answer begun =
                answered(
                        api.post(
                                alias + "/shifts",
                                "{\"to\": \"2\", \"steps\": [{\"weight\": 0.5, \"seconds\":"
                                        + " 600}]}"),
                        201);
        String shift = begun.json().path("id").asString();
        answered(api.post(alias + "/shifts/" + shift + "/abort", ""), 200);
    }

    private static Api.Answer answered(Api.Answer answer, int status) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(status);
        return answer;
    }
}
