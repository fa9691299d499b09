package dev.meterlark.edge;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Keeps what it was given once it is there to its end, and says what it saw. */
@Component
class SampleService implements AwsService {

    /** Bodies that came to their ends. */
    final List<String> kept = new ArrayList<>();

    @Override
    public String name() {
        return "s3";
    }

    @Override
    public boolean isMeant(HttpServletRequest request) {
        return request.getRequestURI().startsWith("/s3/");
    }

    @Override
    public Bodies bodies() {
        return Bodies.STREAMED;
    }

    @Override
    public void serve(AwsCall call, HttpServletResponse response) throws IOException {
        String body = new String(call.body().bytes().readAllBytes(), UTF_8);
        synchronized (kept) {
            kept.add(body);
        }
        answer(
                response,
                200,
                "%s %s %d %s"
                        .formatted(
                                call.caller().subject(),
                                call.request().getRequestURI(),
                                body.length(),
                                call.body().trailers()));
    }

    @Override
    public void refuse(
            RefusedException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        String what =
                refusal instanceof BadSignatureException bad
                        ? bad.flaw().name()
                        : refusal.code().name();
        answer(response, refusal.code().status(), what + ": " + refusal.publicText());
    }

    private static void answer(HttpServletResponse response, int status, String text)
            throws IOException {
        response.setStatus(status);
        response.setContentType("text/plain;charset=UTF-8");
        response.getOutputStream().write(text.getBytes(UTF_8));
    }
}
