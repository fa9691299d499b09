package dev.meterlark.edge;

import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.apache.coyote.BadRequestException;
import org.apache.coyote.CloseNowException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

import java.io.IOException;
import java.util.Optional;

/**
 * Takes aside what is meant for an {@link AwsService}, before the firewall and the table of routes
 * read a path as if it were one of ours: there a key of an object may be {@code a/../b//c}.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 4)
class AwsServiceDoor extends OncePerRequestFilter {

    private static final String SERVING = AwsService.class.getName();

    private final AwsServices services;
    private final Signers signers;
    private final HeldBodies held;
    private final ApiRates rates;

    AwsServiceDoor(AwsServices services, Signers signers, HeldBodies held, ApiRates rates) {
        this.services = services;
        this.signers = signers;
        this.held = held;
        this.rates = rates;
    }

    @Override
    protected void doFilterInternal(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        AwsService service = services.of(request).orElse(null);
        if (service == null) {
            chain.doFilter(request, response);
            return;
        }
        request.setAttribute(SERVING, service);
        try {
            serve(service, request, response);
        } catch (RefusedException refusal) {
            refuse(service, refusal, request, response);
        } catch (BadRequestException broken) {
            // The container has made an error of it already, and goes to its error page.
        } catch (IOException | RuntimeException failure) {
            refuse(service, failed(failure), request, response);
        }
    }

    private void serve(AwsService service, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        switch (service.bodies()) {
            case HELD -> serveHeld(service, request, response);
            case STREAMED -> serveStreamed(service, request, response);
        }
    }

    private void serveHeld(
            AwsService service, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!isToBeVerified(request)) {
            Caller caller = admitted(unsigned(request), request, response);
            try (HeldBodies.Held body = held.take(request)) {
                service.serve(new AwsCall(caller, request, AwsBody.of(body.bytes())), response);
            }
            return;
        }
        signers.requireKnownKey(request);
        try (HeldBodies.Held body = held.take(request)) {
            Caller signer = signers.bySignature(request, body.bytes(), service.name());
            Caller caller = admitted(signer, request, response);
            service.serve(new AwsCall(caller, request, AwsBody.of(body.bytes())), response);
        }
    }

    private void serveStreamed(
            AwsService service, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        if (!isToBeVerified(request)) {
            Caller caller = admitted(unsigned(request), request, response);
            AwsBody body = StreamedBodies.unsigned(request);
            service.serve(new AwsCall(caller, request, body), response);
            return;
        }
        Callers.SignedHead head = signers.byHead(request, service.name());
        Caller caller = admitted(head.caller(), request, response);
        AwsBody body = StreamedBodies.signed(request, head);
        service.serve(new AwsCall(caller, request, body), response);
    }

    private static boolean isToBeVerified(HttpServletRequest request) {
        boolean signed = AwsRequests.isSigned(request) || AwsRequests.isSignedTheOldWay(request);
        return signed && !FunctionDoor.isThrough(request);
    }

    /** A function is known by its socket, whatever it signs with. */
    private Caller unsigned(HttpServletRequest request) {
        return FunctionDoor.isThrough(request)
                ? CallerAuthentication.of(request).orElseThrow()
                : signers.byToken(request);
    }

    private Caller admitted(
            Caller caller, HttpServletRequest request, HttpServletResponse response) {
        if (!FunctionDoor.isThrough(request)) {
            rates.take(caller.account(), response);
        }
        return caller;
    }

    /** The service that a request is for, also where the container brings it to its error page. */
    static Optional<AwsService> serving(HttpServletRequest request) {
        return Optional.ofNullable((AwsService) request.getAttribute(SERVING));
    }

    /** What has begun is cut off, so that nobody takes it for the whole. */
    private static void refuse(
            AwsService service,
            RefusedException refusal,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        if (response.isCommitted()) {
            throw new CloseNowException("an answer of %s broke off".formatted(service.name()));
        }
        response.resetBuffer();
        service.refuse(refusal, request, response);
    }

    private static RefusedException failed(Exception failure) {
        Problem problem = Problems.platformError(failure);
        return new RefusedException(ErrorCode.PLATFORM_ERROR, problem.detail());
    }
}
