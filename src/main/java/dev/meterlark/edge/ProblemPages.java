package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

import java.time.Duration;
import java.util.Locale;

/** What the {@code type} of a problem leads to. */
@RestController
class ProblemPages {

    record Explained(
            String code,
            String title,
            int status,
            String fault,
            boolean retryable,
            String whatToDo) {

        static Explained of(ErrorCode code) {
            return new Explained(
                    code.wireName(),
                    code.title(),
                    code.status(),
                    code.fault().name().toLowerCase(Locale.ROOT),
                    code.retryable(),
                    advice(code));
        }
    }

    @GetMapping(path = "/problems/{code}", produces = MediaType.APPLICATION_JSON_VALUE)
    @OpenToAnyone(because = "an answer to a stranger names it")
    ResponseEntity<Explained> asJson(@PathVariable String code) {
        return cached().body(Explained.of(known(code)));
    }

    @GetMapping(path = "/problems/{code}", produces = MediaType.TEXT_HTML_VALUE)
    @OpenToAnyone(because = "an answer to a stranger names it")
    ResponseEntity<String> asPage(@PathVariable String code) {
        ErrorCode known = known(code);
        return cached().contentType(MediaType.parseMediaType("text/html;charset=UTF-8"))
                .body(ProblemPage.explained(Explained.of(known)));
    }

    private static ErrorCode known(String code) {
        return ErrorCode.fromWireName(code)
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.NOT_FOUND,
                                        "There is no problem with the code '%s'."
                                                .formatted(InvalidFields.bounded(code))));
    }

    private static ResponseEntity.BodyBuilder cached() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(Duration.ofHours(1)).cachePublic());
    }

    private static String advice(ErrorCode code) {
        if (code.retryable()) {
            return "Send the same request again later; wait as long as Retry-After says, if the"
                    + " answer has it.";
        }
        return switch (code.fault()) {
            case CALLER ->
                    "Change the request as the problem's detail says; sent again unchanged it will"
                            + " be refused again.";
            case FUNCTION ->
                    "Look at the function's logs of this call, change the function and upload it"
                            + " again.";
            case PLATFORM ->
                    "It is not your doing and costs nothing. Tell the operator the id in the"
                            + " answer.";
        };
    }
}
