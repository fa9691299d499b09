package dev.meterlark.telemetry;

import org.springframework.http.MediaType;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

import java.io.IOException;
import java.util.Map;

/** A live log as server-sent events. */
final class SseLogChannel implements LogChannel {

    private final SseEmitter emitter;

    SseLogChannel(SseEmitter emitter) {
        this.emitter = emitter;
    }

    @Override
    public void piece(LogPiece piece) throws IOException {
        emitter.send(
                SseEmitter.event()
                        .id(piece.id())
                        .name("log")
                        .data(piece, MediaType.APPLICATION_JSON));
    }

    @Override
    public void late(LogPiece piece) throws IOException {
        emitter.send(SseEmitter.event().name("log").data(piece, MediaType.APPLICATION_JSON));
    }

    @Override
    public void heartbeat() throws IOException {
        emitter.send(SseEmitter.event().comment("still here"));
    }

    @Override
    public void end(LogEnd reason) throws IOException {
        emitter.send(
                SseEmitter.event()
                        .name("end")
                        .data(Map.of("reason", reason.wireName()), MediaType.APPLICATION_JSON));
    }
}
