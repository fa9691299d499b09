package dev.meterlark.edge;

import dev.meterlark.shared.InvocationId;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The call that a function is at while it asks for something.
 *
 * @param depth how many calls stand before it in its chain
 */
public record CallingInvocation(InvocationId id, int depth) {

    private static final String ATTRIBUTE = CallingInvocation.class.getName();

    /** Empty when no function asks, or one that is at no call. */
    public static Optional<CallingInvocation> of(HttpServletRequest request) {
        return Optional.ofNullable((CallingInvocation) request.getAttribute(ATTRIBUTE));
    }

    /**
     * @param header as a relay writes it: id, space, depth
     */
    static void establish(@Nullable String header, HttpServletRequest request) {
        if (header != null) {
            int space = header.indexOf(' ');
            request.setAttribute(
                    ATTRIBUTE,
                    new CallingInvocation(
                            InvocationId.parse(header.substring(0, space)),
                            Integer.parseInt(header.substring(space + 1))));
        }
    }
}
