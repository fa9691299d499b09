package dev.meterlark.storage.web;

import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.Condition;

import jakarta.servlet.http.HttpServletRequest;

import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What headers say of items. */
final class ItemHeaders {

    static final String EXPIRES_AT = "Meterlark-Expires-At";

    /** A weak one is none that a change could be held to. */
    private static final Pattern VERSION = Pattern.compile("\"([0-9]{1,18})\"");

    private ItemHeaders() {}

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * @throws RefusedException when it cannot be held, rather than to pass over it
     */
    static Condition condition(HttpServletRequest request) {
        String match = request.getHeader("If-Match");
        String noneMatch = request.getHeader("If-None-Match");
        if (noneMatch != null && (match != null || !noneMatch.strip().equals("*"))) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "a change may have If-Match with versions, or If-None-Match: * to make a new"
                            + " item, and not both");
        }
        if (noneMatch != null) {
            return new Condition.Absent();
        }
        if (match == null) {
            return new Condition.Always();
        }
        return match.strip().equals("*")
                ? new Condition.Present()
                : new Condition.OneOf(versions(match));
    }

    /** What is no version of an item is one that no item has. */
    private static Set<Long> versions(String match) {
        return Arrays.stream(match.split(","))
                .map(each -> VERSION.matcher(each.strip()))
                .flatMap(each -> each.matches() ? Stream.of(each) : Stream.<Matcher>empty())
                .map(each -> Long.parseLong(each.group(1)))
                .collect(Collectors.toSet());
    }
}
