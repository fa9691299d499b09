package dev.meterlark.console.functions;

import dev.meterlark.account.Page;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.function.SavedEvent;
import dev.meterlark.function.SavedEvents;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.nio.charset.StandardCharsets;
import java.time.Instant;

/** Events that the team keeps to call a function with. */
@Room
@RequestMapping("/functions/{name}/events")
class SavedEventPages {

    /** As many as there may be as a rule. */
    private static final int SHOWN = 100;

    private final FunctionRooms rooms;
    private final SavedEvents events;

    SavedEventPages(FunctionRooms rooms, SavedEvents events) {
        this.rooms = rooms;
        this.events = events;
    }

    /** One in the list. */
    record Row(String name, String type, String size, Instant savedAt) {

        static Row of(SavedEvent event) {
            return new Row(
                    event.name(), event.contentType(), Show.bytes(event.bytes()), event.savedAt());
        }
    }

    /** With htmx what the call pane offers to choose from. */
    @GetMapping
    @Access(Permission.FUNCTIONS_INVOKE)
    String list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            Model model) {
        rooms.enter(caller, name, model);
        Page<SavedEvent> page = events.list(caller, name, cursor, SHOWN);
        model.addAttribute("events", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        return htmx == null ? "functions/events" : "functions/event-choices";
    }

    /** Its text alone, for the call pane. */
    @GetMapping("/{event}")
    @Access(Permission.FUNCTIONS_INVOKE)
    ResponseEntity<byte[]> one(
            Caller caller, @PathVariable String name, @PathVariable String event) {
        return ResponseEntity.ok()
                .contentType(new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8))
                .header("Content-Security-Policy", "sandbox")
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                .body(events.get(caller, name, event).text());
    }

    /**
     * @param as what it is to be called
     */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String save(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String as,
            @RequestParam(defaultValue = "") String event,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            RedirectAttributes next,
            Model model) {
        byte[] text = event.getBytes(StandardCharsets.UTF_8);
        if (htmx != null) {
            events.put(caller, name, as.strip(), null, text);
            return list(caller, name, null, htmx, model);
        }
        Problem.tell(
                next,
                () -> events.put(caller, name, as.strip(), null, text),
                "The event is saved: whoever calls the function may choose it.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/events";
    }

    @PostMapping("/{event}/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @PathVariable String event,
            RedirectAttributes next) {
        Problem.tell(next, () -> events.delete(caller, name, event), "The event is deleted.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/events";
    }
}
