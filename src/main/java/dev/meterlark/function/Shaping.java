package dev.meterlark.function;

import dev.meterlark.function.packages.RuntimeFamily;
import dev.meterlark.function.snapshot.OfferedRuntime;
import dev.meterlark.function.snapshot.RuntimeCatalog;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Makes of what a caller wants what a function may be. */
@Component
class Shaping {

    private static final int USUAL_TIMEOUT_SECONDS = 3;
    private static final int LONGEST_TEXT = 256;

    /** Neither blanks nor control characters, and no way out of the package. */
    private static final Pattern HANDLER = Pattern.compile("[\\p{L}\\p{N}_$./:|,-]*");

    private final RuntimeCatalog catalog;
    private final FunctionProperties properties;

    Shaping(RuntimeCatalog catalog, FunctionProperties properties) {
        this.catalog = catalog;
        this.properties = properties;
    }

    Shape create(FunctionSettings asked, AccountLimits limits) {
        if (asked.runtime() == null) {
            throw invalid("runtime is missing; there are: " + offered());
        }
        OfferedRuntime runtime = runtime(asked.runtime());
        RuntimeFamily family = family(runtime.name());
        var usual =
                new Shape(
                        runtime.name(),
                        family.usualHandler(),
                        "",
                        family.usualMemoryMiB(),
                        USUAL_TIMEOUT_SECONDS,
                        0);
        return apply(asked, usual, limits);
    }

    Shape change(FunctionSettings asked, Shape before, AccountLimits limits) {
        return apply(asked, before, limits);
    }

    /** Of an exact runtime, offered here at present or not. */
    static RuntimeFamily family(String runtime) {
        for (RuntimeFamily family : RuntimeFamily.values()) {
            if (runtime.startsWith(family.wireName())) {
                return family;
            }
        }
        throw new IllegalStateException("a runtime of no known family: " + runtime);
    }

    private Shape apply(FunctionSettings asked, Shape before, AccountLimits limits) {
        String runtime = asked.runtime() == null ? before.runtime() : exact(asked.runtime());
        String handler = asked.handler() == null ? before.handler() : handler(asked.handler());
        if (handler.isEmpty() && family(runtime) != RuntimeFamily.JAVA) {
            handler = family(runtime).usualHandler();
        }
        return new Shape(
                runtime,
                handler,
                asked.description() == null ? before.description() : description(asked),
                within(
                        "memoryMb",
                        asked.memoryMb(),
                        before.memoryMiB(),
                        FunctionProperties.MIN_MEMORY_MIB,
                        properties.maxMemoryMiB()),
                within(
                        "timeout",
                        asked.timeout(),
                        before.timeoutSeconds(),
                        1,
                        Math.toIntExact(properties.maxTimeout().toSeconds())),
                within(
                        "concurrency",
                        asked.concurrency(),
                        before.concurrency(),
                        0,
                        limits.concurrency()));
    }

    private String exact(String asked) {
        return runtime(asked).name();
    }

    private OfferedRuntime runtime(String asked) {
        List<OfferedRuntime> offered = catalog.offered();
        return offered.stream()
                .filter(each -> each.name().equals(asked))
                .findFirst()
                .or(() -> offered.stream().filter(each -> each.family().equals(asked)).findFirst())
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.RUNTIME_UNAVAILABLE,
                                        "the runtime %s is not offered here; there are: %s"
                                                .formatted(Shown.text(asked), offered())));
    }

    private String offered() {
        String names =
                catalog.offered().stream()
                        .map(OfferedRuntime::name)
                        .collect(Collectors.joining(", "));
        return names.isEmpty() ? "none, because no sandbox can be started" : names;
    }

    private static String handler(String asked) {
        if (asked.length() > LONGEST_TEXT
                || !HANDLER.matcher(asked).matches()
                || asked.startsWith("/")
                || asked.contains("..")) {
            throw invalid(
                    "handler names what is called, as in index.handler, app.handler or"
                            + " com.acme.Hello; was: "
                            + Shown.text(asked));
        }
        return asked;
    }

    private static String description(FunctionSettings asked) {
        String text = String.valueOf(asked.description());
        if (text.length() > LONGEST_TEXT || text.chars().anyMatch(Character::isISOControl)) {
            throw invalid(
                    "description is one line of at most %d characters; was: %s"
                            .formatted(LONGEST_TEXT, Shown.text(text)));
        }
        return text;
    }

    private static int within(
            String name, @Nullable Integer asked, int before, int least, int most) {
        int value = asked == null ? before : asked;
        if (asked != null && (value < least || value > most)) {
            throw invalid("%s must be %d to %d, was: %d".formatted(name, least, most, value));
        }
        return value;
    }

    private static RefusedException invalid(String text) {
        return new RefusedException(ErrorCode.REQUEST_INVALID, text);
    }
}
