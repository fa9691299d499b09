package dev.meterlark.console.functions;

import dev.meterlark.console.ChartRange;
import dev.meterlark.console.FunctionRooms;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
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
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.multipart.MultipartFile;

import java.io.IOException;
import java.util.regex.Pattern;

/** One function: what it is, and its code. */
@Room
@RequestMapping("/functions/{name}")
class FunctionPages {

    private static final Pattern VERSION = Pattern.compile("\\$LATEST|[0-9]{1,9}");

    private final Packages packages;
    private final FunctionRooms rooms;
    private final FunctionOverview overview;

    FunctionPages(Packages packages, FunctionRooms rooms, FunctionOverview overview) {
        this.packages = packages;
        this.rooms = rooms;
        this.overview = overview;
    }

    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    String overview(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "24h") String range,
            @RequestParam(defaultValue = "") String version,
            @RequestParam(defaultValue = "") String qualifier,
            Model model) {
        var look = new FunctionOverview.Look(ChartRange.of(range), known(version), qualifier);
        return overview.show(caller, name, look, model);
    }

    /** All versions for a text that is none: an address that somebody changed still shows. */
    private static String known(String version) {
        return VERSION.matcher(version).matches() ? version : "";
    }

    /**
     * With htmx only the form, with what became of the upload; else the whole page.
     *
     * @param digest of the package that was there when the form was shown; empty for none
     */
    @PostMapping("/code")
    @Access(Permission.FUNCTIONS_WRITE)
    String upload(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable MultipartFile file,
            @RequestParam(defaultValue = "") String digest,
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
                                    file.getContentType()),
                            digest.isBlank() ? null : digest);
            model.addAttribute("uploaded", Stored.of(stored));
            response.setHeader("HX-Trigger", "code-uploaded"); // for who shows what was there
        } catch (RefusedException refusal) {
            model.addAttribute("refused", Show.sentence(refusal.publicText()));
            model.addAttribute("replaced", refusal.code() == ErrorCode.PRECONDITION);
            response.setStatus(refusal.code().status());
        }
        if (htmx == null) {
            return overview.show(caller, name, FunctionOverview.Look.of(""), model);
        }
        rooms.enter(caller, name, model);
        return "functions/code-upload";
    }

    /**
     * What the check of a package found.
     *
     * @param files as people count them
     * @param unpacked of all that is in it
     */
    record Stored(String files, String unpacked, String size, String digest) {

        static Stored of(Uploaded stored) {
            return new Stored(
                    stored.entries() == 1 ? "1 file" : Show.count(stored.entries()) + " files",
                    Show.bytes(stored.unpackedSize()),
                    Show.bytes(stored.size()),
                    stored.digest());
        }
    }
}
