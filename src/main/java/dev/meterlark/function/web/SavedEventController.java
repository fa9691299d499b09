package dev.meterlark.function.web;

import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.function.SavedEvent;
import dev.meterlark.function.SavedEventText;
import dev.meterlark.function.SavedEvents;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/** Events that a function's team keeps to call it with. */
@RestController
@RequestMapping("/api/v1/functions/{name}/events")
class SavedEventController {

    private final SavedEvents events;

    SavedEventController(SavedEvents events) {
        this.events = events;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_INVOKE)
    Page<SavedEvent> list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return events.list(caller, name, cursor, limit);
    }

    /** As it was saved: with its own type, and with nothing that would run here. */
    @GetMapping("/{event}")
    @Access(Permission.FUNCTIONS_INVOKE)
    ResponseEntity<byte[]> get(
            Caller caller, @PathVariable String name, @PathVariable String event) {
        SavedEventText saved = events.get(caller, name, event);
        return ResponseEntity.ok()
                .header(HttpHeaders.CONTENT_TYPE, saved.contentType())
                .header("Content-Security-Policy", "sandbox")
                .header("X-Content-Type-Options", "nosniff")
                .body(saved.text());
    }

    /** The body is the event; its {@code Content-Type} is JSON when none is said. */
    @PutMapping("/{event}")
    @Access(Permission.FUNCTIONS_WRITE)
    SavedEvent put(
            Caller caller,
            @PathVariable String name,
            @PathVariable String event,
            HttpServletRequest request)
            throws IOException {
        byte[] text = request.getInputStream().readNBytes(events.maxBytes() + 1);
        return events.put(caller, name, event, request.getContentType(), text);
    }

    @DeleteMapping("/{event}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, @PathVariable String event) {
        events.delete(caller, name, event);
    }
}
