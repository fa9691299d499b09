package dev.meterlark.console.triggers;

import static dev.meterlark.console.triggers.Field.choice;
import static dev.meterlark.console.triggers.Field.choose;
import static dev.meterlark.console.triggers.Field.number;
import static dev.meterlark.console.triggers.Field.text;

import dev.meterlark.console.triggers.Field.Kind;
import dev.meterlark.console.triggers.TriggerForm.Asked;
import dev.meterlark.console.triggers.TriggerForm.Group;

import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

import java.util.List;
import java.util.Map;

/**
 * The form of a route.
 *
 * @param id of the route that is changed; null when one is made
 */
record RouteForm(@Nullable String id, String target, List<Group> groups) {

    private static final List<Field> USUAL =
            List.of(
                    choice(
                            "method",
                            "Method",
                            choose("GET", "GET"),
                            choose("POST", "POST"),
                            choose("PUT", "PUT"),
                            choose("PATCH", "PATCH"),
                            choose("DELETE", "DELETE"),
                            choose("ANY", "Any")),
                    text("path", "Path")
                            .usually("/")
                            .hint("As in /orders/{id} or /files/{rest...}")
                            .needed(),
                    text("qualifier", "Version or alias")
                            .hint("Empty: the code as it is now, $LATEST."),
                    choice(
                            "auth",
                            "Who may ask",
                            choose("key", "Whoever has an API key of this account"),
                            choose("none", "Anyone"),
                            choose("jwt", "Whoever brings a token of an issuer")));

    private static final List<Field> TOKENS =
            List.of(
                    text("jwt.issuer", "Issuer").hint("As in the token’s iss."),
                    text("jwt.jwksUri", "Address of its keys")
                            .hint("Empty: where the issuer’s description says."),
                    Field.of(Kind.LINES, "jwt.audiences", "Audiences").hint("One on each line."),
                    Field.of(Kind.LINES, "jwt.scopes", "Scopes, one of which is needed")
                            .hint("One on each line. Empty: none is."));

    private static final List<Field> BOUNDS =
            List.of(
                    number("rate.perSecond", "Requests a second, of all together", ""),
                    number("rate.burst", "At once", ""),
                    number("callerRate.perSecond", "Requests a second, of each caller", ""),
                    number("callerRate.burst", "At once, of each", ""),
                    Field.of(Kind.JSON, "schema", "JSON Schema of the body")
                            .hint("What does not fit is refused before anything runs."));

    private static final List<Field> PAGES =
            List.of(
                    Field.of(Kind.LINES, "cors.allowOrigins", "Web pages that may ask")
                            .hint("Origins, one on each line, or * for any."),
                    Field.of(Kind.LINES, "cors.allowMethods", "Methods"),
                    Field.of(Kind.LINES, "cors.allowHeaders", "Headers they may send"),
                    Field.of(Kind.LINES, "cors.exposeHeaders", "Headers they may read"),
                    number("cors.maxAge", "Remembered by browsers (seconds)", ""));

    static final List<Field> ALL =
            List.of(USUAL, TOKENS, BOUNDS, PAGES).stream().flatMap(List::stream).toList();

    static RouteForm of(
            @Nullable String id,
            String target,
            MultiValueMap<String, String> typed,
            @Nullable String problem) {
        return new RouteForm(
                id,
                target,
                List.of(
                        new Group("Which requests", false, asked(USUAL, typed, problem)),
                        folded("Tokens", asked(TOKENS, typed, problem)),
                        folded("What it lets through", asked(BOUNDS, typed, problem)),
                        folded("Web pages", asked(PAGES, typed, problem))));
    }

    private static Group folded(String title, List<Asked> fields) {
        return new Group(title, TriggerForm.isUntouched(fields), fields);
    }

    private static List<Asked> asked(
            List<Field> fields, MultiValueMap<String, String> typed, @Nullable String problem) {
        return TriggerForm.asked(fields, _ -> true, typed, problem, Map.of());
    }
}
