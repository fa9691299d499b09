package dev.meterlark.edge;

import dev.meterlark.shared.InvocationId;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.Optional;

/**
 * The call that a function is at while it asks for something.
 *
 * @param depth how many calls stand before it in its chain
 * @param traceparent from where in a trace it asks, in W3C's form of 55 characters; null when that
 *     is not known
 */
public record CallingInvocation(InvocationId id, int depth, @Nullable String traceparent) {

    private static final ScopedValue<CallingInvocation> CURRENT = ScopedValue.newInstance();
    private static final String ATTRIBUTE = CallingInvocation.class.getName();

    /** In a trace that is not known. */
    public CallingInvocation(InvocationId id, int depth) {
        this(id, depth, null);
    }

    /** Of the thread, also far from the request: empty when no function asks, or one at no call. */
    public static Optional<CallingInvocation> current() {
        return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
    }

    /** Whatever this does, the call does. */
    public <T, X extends Throwable> T doing(ScopedValue.CallableOp<T, X> work) throws X {
        return ScopedValue.where(CURRENT, this).call(work);
    }

    /** Empty when no function asks, or one that is at no call. */
    public static Optional<CallingInvocation> of(HttpServletRequest request) {
        return Optional.ofNullable((CallingInvocation) request.getAttribute(ATTRIBUTE));
    }

    /** Goes on with the request as what the call does, if there is one. */
    static void pass(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        Optional<CallingInvocation> calling = of(request);
        if (calling.isEmpty()) {
            chain.doFilter(request, response);
            return;
        }
        try {
            calling.get()
                    .doing(
                            () -> {
                                chain.doFilter(request, response);
                                return true;
                            });
        } catch (ServletException | IOException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ServletException(e);
        }
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
                            Integer.parseInt(header.substring(space + 1)),
                            SaidTrace.of(request)));
        }
    }
}
