package dev.meterlark.function;

import dev.meterlark.function.packages.RuntimeFamily;
import dev.meterlark.function.snapshot.OfferedRuntime;
import dev.meterlark.function.snapshot.RuntimeCatalog;
import dev.meterlark.shared.AccountLimits;
import dev.meterlark.shared.Egress;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.KeepWarm;
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
    private static final int MOST_AT_ONCE = 100;

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
        RuntimeFamily family = RuntimeFamily.offering(runtime.name());
        var usual =
                new Shape(
                        runtime.name(),
                        family.usualHandler(),
                        "",
                        family.usualMemoryMiB(),
                        USUAL_TIMEOUT_SECONDS,
                        1,
                        0,
                        Egress.NONE,
                        KeepWarm.NONE);
        return apply(asked, usual, limits);
    }

    Shape change(FunctionSettings asked, Shape before, AccountLimits limits) {
        return apply(asked, before, limits);
    }

    private Shape apply(FunctionSettings asked, Shape before, AccountLimits limits) {
        String runtime = asked.runtime() == null ? before.runtime() : exact(asked.runtime());
        String handler = asked.handler() == null ? before.handler() : handler(asked.handler());
        if (handler.isEmpty() && RuntimeFamily.offering(runtime) != RuntimeFamily.JAVA) {
            handler = RuntimeFamily.offering(runtime).usualHandler();
        }
        return new Shape(
                runtime,
                handler,
                description(asked.description(), before.description()),
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
                concurrency(asked, before, RuntimeFamily.offering(runtime)),
                within(
                        "maxConcurrency",
                        asked.maxConcurrency(),
                        before.maxConcurrency(),
                        0,
                        limits.concurrency()),
                asked.egress() == null ? before.egress() : egress(asked.egress()),
                asked.keepWarm() == null
                        ? before.keepWarm()
                        : asked.keepWarm().read(before.keepWarm()));
    }

    /** One sandbox of these families runs one call at a time, whatever their handlers could do. */
    private static int concurrency(FunctionSettings asked, Shape before, RuntimeFamily family) {
        int value =
                within("concurrency", asked.concurrency(), before.concurrency(), 1, MOST_AT_ONCE);
        if (value > 1 && !family.runsSeveralAtOnce()) {
            throw invalid(
                    "concurrency must be 1 with the runtime %s, whose sandboxes run one call at a time; was: %d"
                            .formatted(family.wireName(), value));
        }
        return value;
    }

    private static Egress egress(String asked) {
        return Egress.of(asked)
                .orElseThrow(
                        () -> invalid("egress is none or internet, was: " + Shown.text(asked)));
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

    /**
     * @param asked null for what it was before
     */
    static String description(@Nullable String asked, String before) {
        String text = asked == null ? before : asked;
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
