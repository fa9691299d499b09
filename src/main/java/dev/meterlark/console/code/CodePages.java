package dev.meterlark.console.code;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.function.CodeChange;
import dev.meterlark.function.CodeFiles;
import dev.meterlark.function.Functions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.Uploaded;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The files of a function: looked at, changed one at a time, and taken away. */
@Room
@RequestMapping("/functions/{name}/code")
class CodePages {

    private final CodeRooms rooms;
    private final CodeFiles files;
    private final Functions functions;
    private final Packages packages;

    CodePages(CodeRooms rooms, CodeFiles files, Functions functions, Packages packages) {
        this.rooms = rooms;
        this.files = files;
        this.functions = functions;
        this.packages = packages;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_WRITE)
    String show(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute CodeRooms.Wanted wanted,
            Model model) {
        return rooms.show(caller, name, wanted, model);
    }

    /** With htmx only what became of it: the text that was typed stays where it is. */
    @PostMapping("/files")
    @Access(Permission.FUNCTIONS_WRITE)
    Object save(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute Typed typed,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("digest", typed.digest());
        try {
            Uploaded stored = files.change(caller, name, typed.change());
            model.addAttribute("saved", saved(stored, typed.digest()));
            model.addAttribute("digest", stored.digest());
            response.setHeader("HX-Trigger", "code-changed");
            if (typed.isFresh()) {
                return moved(htmx, CodeAddress.of(name, "", "file", typed.path()));
            }
        } catch (RefusedException refusal) {
            refused(refusal, caller, name, typed.path(), model);
            response.setStatus(refusal.code().status());
        }
        return htmx == null ? whole(caller, name, typed, model) : "code/state";
    }

    @PostMapping("/files/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String path,
            @RequestParam(defaultValue = "") String digest,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () ->
                        files.change(
                                caller,
                                name,
                                new CodeChange(digest, Collections.singletonMap(path, null))),
                "Deleted from the package: " + path);
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/code";
    }

    @GetMapping("/download")
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<Resource> download(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String version) {
        var bytes =
                version == null
                        ? packages.download(caller, name)
                        : packages.download(caller, name, version);
        String file = version == null ? name + ".zip" : name + "-" + version + ".zip";
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(file).build().toString())
                .body(new InputStreamResource(bytes));
    }

    private static String saved(Uploaded stored, String before) {
        return stored.digest().equals(before)
                ? "Nothing was changed."
                : "Saved. The next call runs it.";
    }

    /** Who was overtaken may save over it: they are told, and have the digest of what is there. */
    private void refused(
            RefusedException refusal, Caller caller, String name, String path, Model model) {
        List<MistakeRow> mistakes = MistakeRow.of(refusal);
        model.addAttribute("refused", Show.sentence(refusal.publicText()));
        model.addAttribute("mistakes", mistakes);
        model.addAttribute("marks", MistakeRow.marks(mistakes));
        if (refusal.code() == ErrorCode.PRECONDITION) {
            var now = functions.show(caller, name).code();
            model.addAttribute("overtaken", CodeAddress.of(name, "", "file", path));
            model.addAttribute("digest", now == null ? "" : now.digest());
        }
    }

    private static Object moved(@Nullable String htmx, String to) {
        return htmx == null
                ? "redirect:" + to
                : ResponseEntity.noContent().header("HX-Redirect", to).build();
    }

    /** Without scripts: the page again, with the text that was typed. */
    private String whole(Caller caller, String name, Typed typed, Model model) {
        Object digest = model.getAttribute("digest");
        String path = typed.path();
        String page = rooms.show(caller, name, CodeRooms.Wanted.typed(path), model);
        model.addAttribute("digest", digest);
        model.addAttribute(
                "open",
                new OpenFile(
                        path,
                        Show.bytes(0),
                        typed.lines(),
                        null,
                        Languages.of(path),
                        typed.isFresh()));
        return page;
    }

    /**
     * What was sent by the editor's form.
     *
     * @param digest of the package that its file was taken from
     * @param fresh whether the file is new
     */
    record Typed(String path, String text, String digest, @Nullable Boolean fresh) {

        /** What a form leaves out is null until here. */
        Typed {
            path = Objects.requireNonNullElse(path, "");
            text = Objects.requireNonNullElse(text, "");
            digest = Objects.requireNonNullElse(digest, "");
        }

        boolean isFresh() {
            return Boolean.TRUE.equals(fresh);
        }

        /** Lines end in a file as they do in its editor, not as forms send them. */
        String lines() {
            return text.replace("\r\n", "\n");
        }

        CodeChange change() {
            return new CodeChange(digest, Map.of(path, lines()));
        }
    }
}
