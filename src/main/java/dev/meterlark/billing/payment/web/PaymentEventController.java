package dev.meterlark.billing.payment.web;

import dev.meterlark.billing.payment.PaymentEvents;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.InputStream;

/** Where payment providers tell of payments. */
@RestController
class PaymentEventController {

    private final PaymentEvents events;

    PaymentEventController(PaymentEvents events) {
        this.events = events;
    }

    /** Kept when it is answered; the same event again has no effect. */
    @PostMapping("/api/v1/payment-events/{provider}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @OpenToAnyone(because = "the provider signs what it tells, and has no key of ours")
    void tell(@PathVariable String provider, HttpServletRequest request) throws IOException {
        events.tell(provider, body(request), request::getHeader);
    }

    /** The bytes as they came: they are what was signed. */
    private byte[] body(HttpServletRequest request) throws IOException {
        int most = Math.toIntExact(events.most().toBytes());
        if (request.getContentLengthLong() > most) {
            throw tooLarge(most);
        }
        try (InputStream in = request.getInputStream()) {
            byte[] body = in.readNBytes(most + 1);
            if (body.length > most) {
                throw tooLarge(most);
            }
            return body;
        }
    }

    private static RefusedException tooLarge(int most) {
        return new RefusedException(
                ErrorCode.REQUEST_TOO_LARGE, "an event may have %d bytes here".formatted(most));
    }
}
