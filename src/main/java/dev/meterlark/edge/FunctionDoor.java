package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.shared.SandboxHop;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Finds the function behind what comes in by the inner listener, which serves nothing but the APIs.
 * Anywhere else the headers of a relay mean nothing.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class FunctionDoor extends OncePerRequestFilter {

    private static final String THROUGH = FunctionDoor.class.getName();

    private final InnerListener listener;
    private final SandboxPasses passes;
    private final ObjectProvider<FunctionIdentities> identities;
    private final ApiRates rates;
    private final AwsRefusals refusals;
    private final AwsServices services;

    FunctionDoor(
            InnerListener listener,
            SandboxPasses passes,
            ObjectProvider<FunctionIdentities> identities,
            ApiRates rates,
            AwsRefusals refusals,
            AwsServices services) {
        this.listener = listener;
        this.passes = passes;
        this.identities = identities;
        this.rates = rates;
        this.refusals = refusals;
        this.services = services;
    }

    /** Whether a function asks. */
    static boolean isThrough(HttpServletRequest request) {
        return request.getAttribute(THROUGH) != null;
    }

    @Override
    protected boolean shouldNotFilter(HttpServletRequest request) {
        return !listener.took(request);
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        request.setAttribute(THROUGH, true);
        try {
            admit(request, response);
        } catch (RefusedException refusal) {
            refuse(refusal, request, response);
            return;
        }
        CallingInvocation.pass(request, response, chain);
    }

    private void admit(HttpServletRequest request, HttpServletResponse response) {
        Optional<SandboxPasses.Holder> holder =
                Optional.ofNullable(request.getHeader(SandboxHop.PASS)).flatMap(passes::holder);
        if (holder.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.UNAUTHENTICATED, "Only functions in their sandboxes ask here.");
        }
        Caller caller =
                Optional.ofNullable(identities.getIfAvailable())
                        .flatMap(each -> each.of(holder.get().account(), holder.get().function()))
                        .orElseThrow(FunctionDoor::gone);
        rates.takeOfFunction(caller, response);
        if (!isOffered(request)) {
            throw new RefusedException(
                    ErrorCode.NOT_FOUND,
                    "There is nothing for functions at this address; the API is under /api/v1.");
        }
        CallerAuthentication.establish(caller, request);
        CallingInvocation.establish(request.getHeader(SandboxHop.CALL), request);
    }

    private void refuse(
            RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        Optional<AwsService> service = services.of(request);
        if (service.isPresent()) {
            service.get().refuse(refusal, request, response);
        } else {
            refusals.write(refusal, request, response);
        }
    }

    private boolean isOffered(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/api/v1/")
                || AwsRequests.isOne(request)
                || services.of(request).isPresent();
    }

    private static RefusedException gone() {
        return new RefusedException(
                ErrorCode.UNAUTHENTICATED, "The function is gone, or its account is not open.");
    }
}
