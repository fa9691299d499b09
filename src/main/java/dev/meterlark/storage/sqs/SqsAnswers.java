package dev.meterlark.storage.sqs;

import static java.nio.charset.StandardCharsets.UTF_8;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.stereotype.Component;

import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import java.io.IOException;

/** Writes answers in the form in which was asked. */
@Component
class SqsAnswers {

    static final String TARGET = "X-Amz-Target";

    private final JsonMapper json;

    SqsAnswers(JsonMapper json) {
        this.json = json;
    }

    static boolean isJson(HttpServletRequest request) {
        return request.getHeader(TARGET) != null;
    }

    void write(
            String action,
            ObjectNode answer,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        RequestId id = RequestId.random();
        byte[] body =
                isJson(request)
                        ? json.writeValueAsBytes(answer)
                        : QueryAnswer.of(action, answer, id.toString()).getBytes(UTF_8);
        write(200, id, body, request, response);
    }

    void write(SqsException refusal, HttpServletRequest request, HttpServletResponse response)
            throws IOException {
        RequestId id = RequestId.random();
        SqsError error = refusal.error();
        if (!isJson(request)) {
            byte[] xml = QueryAnswer.of(error, refusal.text(), id.toString()).getBytes(UTF_8);
            write(error.status(), id, xml, request, response);
            return;
        }
        ObjectNode body = json.createObjectNode();
        body.put("__type", "com.amazonaws.sqs#" + error.type());
        body.put("message", refusal.text());
        response.setHeader(
                "x-amzn-query-error", error.code() + (error.isSenders() ? ";Sender" : ";Receiver"));
        write(error.status(), id, json.writeValueAsBytes(body), request, response);
    }

    private static void write(
            int status,
            RequestId id,
            byte[] body,
            HttpServletRequest request,
            HttpServletResponse response)
            throws IOException {
        response.setStatus(status);
        response.setHeader("x-amzn-RequestId", id.toString());
        response.setContentType(
                isJson(request) ? "application/x-amz-json-1.0" : "text/xml;charset=utf-8");
        response.setContentLength(body.length);
        response.getOutputStream().write(body);
    }
}
