package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionSettings;
import dev.meterlark.function.FunctionView;
import dev.meterlark.function.Functions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * The way to a new function: from a ready one, which can be changed before, or from one's own code.
 */
@Room
class NewFunctionPages {

    private final Functions functions;
    private final Packages packages;
    private final FunctionRooms rooms;
    private final Runtimes runtimes;

    NewFunctionPages(
            Functions functions, Packages packages, FunctionRooms rooms, Runtimes runtimes) {
        this.functions = functions;
        this.packages = packages;
        this.rooms = rooms;
        this.runtimes = runtimes;
    }

    @GetMapping("/functions/new")
    @Access(Permission.FUNCTIONS_WRITE)
    String blank(Model model) {
        return form(NewFunction.BLANK, Ready.BLANK, model);
    }

    /** With its code, or not at all. */
    @PostMapping("/functions")
    @Access(Permission.FUNCTIONS_WRITE)
    Object make(
            Caller caller,
            @ModelAttribute NewFunction wanted,
            @ModelAttribute Ready ready,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model)
            throws IOException {
        try {
            String next =
                    wanted.isOwnCode()
                            ? "/functions/" + make(caller, wanted, own(file))
                            : ready(caller, wanted, ready);
            return htmx == null
                    ? "redirect:" + next
                    : ResponseEntity.noContent().header("HX-Redirect", next).build();
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return form(wanted, ready, model);
        }
    }

    private String make(Caller caller, NewFunction wanted, PackageUpload upload) {
        FunctionSettings settings = wanted.settings();
        FunctionView made = functions.create(caller, wanted.name(), settings);
        try {
            packages.upload(caller, made.name(), upload);
        } catch (RuntimeException e) {
            functions.delete(caller, made.name());
            throw e;
        }
        return made.name();
    }

    private static PackageUpload own(@Nullable MultipartFile file) throws IOException {
        if (file == null || file.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "choose a file with the code, or start from the ready one");
        }
        return new PackageUpload(
                file.getInputStream(), file.getOriginalFilename(), file.getContentType());
    }

    private Starter starter(@Nullable String runtime, @Nullable String kind) {
        return runtimes.choices().stream()
                .filter(choice -> choice.name().equals(runtime))
                .findFirst()
                .flatMap(choice -> Starter.of(choice.family(), kind == null ? "hello" : kind))
                .orElseThrow(
                        () ->
                                new RefusedException(
                                        ErrorCode.REQUEST_INVALID,
                                        "there is no ready function for this runtime and what"
                                                + " starts it; choose another, or upload your own"
                                                + " code"));
    }

    /** Leads into the editor, with an event at hand that fits what starts it. */
    private String ready(Caller caller, NewFunction wanted, Ready ready) {
        Starter starter = starter(wanted.runtime(), ready.kind());
        String source = ready.text();
        byte[] code =
                source.isBlank() || !starter.editable()
                        ? starter.code()
                        : source.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
        var upload = new PackageUpload(new ByteArrayInputStream(code), starter.uploadName(), null);
        String name = make(caller, wanted.handledBy(starter.handler()), upload);
        return "/functions/%s/code?event=%s".formatted(name, starter.kind().wireName());
    }

    private String form(NewFunction form, Ready ready, Model model) {
        model.addAttribute("form", form);
        model.addAttribute("source", ready.text());
        model.addAttribute("kind", ready.kind() == null ? "" : ready.kind());
        model.addAttribute("runtimes", runtimes.choices());
        model.addAttribute("starters", runtimes.starters());
        model.addAttribute("kinds", Starter.Kind.values());
        model.addAttribute("isolation", runtimes.isolation());
        rooms.addLimit(model);
        return "functions/function-new";
    }

    /**
     * A ready function.
     *
     * @param kind what starts it; null for anything
     * @param source what became of its text; empty when it was not touched
     */
    record Ready(@Nullable String kind, @Nullable String source) {

        static final Ready BLANK = new Ready(null, null);

        String text() {
            return source == null ? "" : source;
        }
    }
}
