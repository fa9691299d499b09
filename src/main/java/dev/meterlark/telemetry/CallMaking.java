package dev.meterlark.telemetry;

import dev.meterlark.metering.Made;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;

import java.util.UUID;
import java.util.regex.Pattern;

/** By what calls were made, as people say it; what is blank says nothing. */
public final class CallMaking {

    private static final Pattern VERSION = Pattern.compile("\\$LATEST|[0-9]{1,10}");
    private static final Pattern ALIAS = Pattern.compile("[a-zA-Z0-9_-]{1,128}");
    private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]{0,59}");
    private static final int LONGEST_SHOWN = 60;

    private CallMaking() {}

    /**
     * @param qualifier a version, or the alias that chose it
     * @param source what made the function run: {@code rest}, {@code http}, {@code queue}, …
     * @param trigger id of the one that made it run
     * @throws RefusedException when one of them is none at all
     */
    public static Made of(
            @Nullable String qualifier, @Nullable String source, @Nullable String trigger) {
        String named = some(qualifier);
        boolean version = named != null && VERSION.matcher(named).matches();
        if (!version) {
            require(named, ALIAS, "qualifier must be $LATEST, a version or an alias");
        }
        String by = some(source);
        require(by, SOURCE, "source must be a word such as rest, http, queue or schedule");
        return new Made(version ? named : null, version ? null : named, by, id(some(trigger)));
    }

    private static @Nullable String some(@Nullable String text) {
        return text == null || text.isBlank() ? null : text;
    }

    private static void require(@Nullable String text, Pattern form, String must) {
        if (text != null && !form.matcher(text).matches()) {
            throw refused(must, text);
        }
    }

    private static @Nullable UUID id(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            if (text.length() == 36) {
                return UUID.fromString(text);
            }
        } catch (IllegalArgumentException e) {
            // refused below
        }
        throw refused("trigger must be a trigger's id", text);
    }

    private static RefusedException refused(String must, String was) {
        String shown = was.length() <= LONGEST_SHOWN ? was : was.substring(0, LONGEST_SHOWN) + "…";
        return new RefusedException(ErrorCode.REQUEST_INVALID, must + ", was: " + shown);
    }
}
