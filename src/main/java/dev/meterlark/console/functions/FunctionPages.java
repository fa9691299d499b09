package dev.meterlark.console.functions;

import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionUrls;
import dev.meterlark.function.Functions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.Uploaded;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;

/** One function: what it is, its code, how it runs, and its end. */
@Room
@RequestMapping("/functions/{name}")
class FunctionPages {

    private final Functions functions;
    private final FunctionUrls urls;
    private final Packages packages;
    private final FunctionRooms rooms;
    private final FunctionOverview overview;
    private final Runtimes runtimes;

    FunctionPages(
            Functions functions,
            FunctionUrls urls,
            Packages packages,
            FunctionRooms rooms,
            FunctionOverview overview,
            Runtimes runtimes) {
        this.functions = functions;
        this.urls = urls;
        this.packages = packages;
        this.rooms = rooms;
        this.overview = overview;
        this.runtimes = runtimes;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String overview(Caller caller, @PathVariable String name, Model model) {
        return overview.show(caller, name, model);
    }

    /** With htmx only the form, with what became of the upload; else the whole page. */
    @PostMapping("/code")
    @Access(Permission.FUNCTIONS_WRITE)
    String upload(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestHeader(name = "HX-Request", required = false) @Nullable String htmx,
            HttpServletResponse response,
            Model model)
            throws IOException {
        try {
            if (file == null || file.isEmpty()) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, "choose a file with the code first");
            }
            Uploaded stored =
                    packages.upload(
                            caller,
                            name,
                            new PackageUpload(
                                    file.getInputStream(),
                                    file.getOriginalFilename(),
                                    file.getContentType()));
            model.addAttribute("uploaded", new Stored(Show.bytes(stored.size()), stored.digest()));
        } catch (RefusedException refusal) {
            model.addAttribute("refused", Show.sentence(refusal.publicText()));
            response.setStatus(refusal.code().status());
        }
        if (htmx == null) {
            return overview.show(caller, name, model);
        }
        rooms.enter(caller, name, model);
        return "functions/code-upload";
    }

    @GetMapping("/settings")
    @Access(Permission.FUNCTIONS_READ)
    String settings(Caller caller, @PathVariable String name, Model model) {
        var function = rooms.enter(caller, name, model).function();
        model.addAttribute(
                "form",
                new NewFunction(
                        function.name(),
                        function.runtime(),
                        null,
                        function.handler(),
                        String.valueOf(function.memoryMb()),
                        String.valueOf(function.timeout()),
                        function.description(),
                        String.valueOf(function.concurrency()),
                        String.valueOf(function.maxConcurrency()),
                        function.egress(),
                        String.valueOf(function.keepWarm().sandboxes())));
        model.addAttribute("runtimes", runtimes.choices());
        model.addAttribute("urlForm", UrlForm.of(urls.show(caller, name)));
        return "functions/settings";
    }

    @PostMapping("/settings")
    @Access(Permission.FUNCTIONS_WRITE)
    String change(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute NewFunction wanted,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () -> functions.change(caller, name, wanted.settings()),
                "Saved. It holds from the next call on.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/settings";
    }

    /** Who may call it by its own URL, and from which web pages. */
    @PostMapping("/url")
    @Access(Permission.FUNCTIONS_WRITE)
    String changeUrl(
            Caller caller,
            @PathVariable String name,
            @ModelAttribute UrlForm wanted,
            RedirectAttributes next) {
        Problem.tell(
                next,
                () -> urls.change(caller, name, wanted.settings()),
                "Saved. It holds from the next call on.");
        next.addAttribute("name", name);
        return "redirect:/functions/{name}/settings";
    }

    @PostMapping("/delete")
    @Access(Permission.FUNCTIONS_WRITE)
    String delete(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String confirmation,
            RedirectAttributes next) {
        if (!confirmation.equals(name)) {
            next.addFlashAttribute("problem", "Nothing was deleted: the name was not typed.");
            next.addAttribute("name", name);
            return "redirect:/functions/{name}/settings";
        }
        Problem.tell(
                next, () -> functions.delete(caller, name), "The function is deleted: " + name);
        return "redirect:/functions";
    }

    record Stored(String size, String digest) {}
}
