package dev.meterlark.edge;

import dev.meterlark.shared.ErrorCode;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Enumeration;

/**
 * Refuses long headers in our form. The server itself stops reading at four times as much, and then
 * can only hang up.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class HeaderBound extends OncePerRequestFilter {

    static final int MOST_BYTES = 16 * 1024;

    private final Problems problems;

    HeaderBound(Problems problems) {
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        if (size(request) <= MOST_BYTES) {
            chain.doFilter(request, response);
            return;
        }
        problems.write(
                Problem.of(
                        ErrorCode.REQUEST_HEADERS,
                        "The address and the headers together may have %d bytes."
                                .formatted(MOST_BYTES)),
                request,
                response);
    }

    private static int size(HttpServletRequest request) {
        int size = request.getRequestURI().length();
        String query = request.getQueryString();
        size += query == null ? 0 : query.length();
        for (Enumeration<String> names = request.getHeaderNames(); names.hasMoreElements(); ) {
            String name = names.nextElement();
            for (Enumeration<String> values = request.getHeaders(name);
                    values.hasMoreElements(); ) {
                size += name.length() + values.nextElement().length() + 4;
            }
        }
        return size;
    }
}
