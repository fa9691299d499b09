package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Set;

/**
 * Finds who has signed a request for those of AWS's services that are served by routes, or whose
 * token comes with it. A body is read only for a key that is there.
 */
class AwsCallers extends OncePerRequestFilter {

    /** Those that are told apart here; each has its routes in a module of its own. */
    private static final Set<String> OFFERED = Set.of("lambda", "sts");

    private static final String USUAL = "lambda";

    private final Parts parts;

    /** What it asks and answers with. */
    record Parts(
            Signers signers,
            HeldBodies bodies,
            ApiRates rates,
            AwsRefusals refusals,
            AwsServices services) {}

    AwsCallers(Parts parts) {
        this.parts = parts;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        try {
            String service = offered(AwsRequests.service(request).orElse(USUAL));
            if (FunctionDoor.isThrough(request)) {
                chain.doFilter(request, response);
            } else if (!AwsRequests.isSigned(request)) {
                admit(parts.signers().byToken(request), request, response);
                chain.doFilter(request, response);
            } else {
                parts.signers().requireKnownKey(request);
                try (HeldBodies.Held body = parts.bodies().take(request)) {
                    Caller caller = parts.signers().bySignature(request, body.bytes(), service);
                    admit(caller, request, response);
                    chain.doFilter(new BodyInMemory(request, body.bytes()), response);
                }
            }
        } catch (RefusedException refusal) {
            parts.refusals().write(refusal, request, response);
        }
    }

    private String offered(String service) {
        if (!OFFERED.contains(service)) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "The service %s is not offered here; offered: lambda, sts%s"
                            .formatted(service, parts.services().names()));
        }
        return service;
    }

    private void admit(Caller caller, HttpServletRequest request, HttpServletResponse response) {
        parts.rates().take(caller.account(), response);
        CallerAuthentication.establish(caller, request);
    }
}
