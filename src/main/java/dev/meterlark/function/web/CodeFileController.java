package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.CodeChange;
import dev.meterlark.function.CodeComparison;
import dev.meterlark.function.CodeFile;
import dev.meterlark.function.CodeFileList;
import dev.meterlark.function.CodeFiles;
import dev.meterlark.function.Uploaded;
import dev.meterlark.platform.Stretch;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The files of a function's package, one by one. */
@RestController
@RequestMapping("/api/v1/functions/{name}/code")
class CodeFileController {

    private final CodeFiles files;

    CodeFileController(CodeFiles files) {
        this.files = files;
    }

    @GetMapping("/files")
    @Access(Permission.FUNCTIONS_WRITE)
    CodeFileList list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return files.list(caller, name, version, cursor, limit);
    }

    @GetMapping("/file")
    @Access(Permission.FUNCTIONS_WRITE)
    CodeFile read(
            Caller caller,
            @PathVariable String name,
            @RequestParam(defaultValue = "") String path,
            @RequestParam(required = false) @Nullable String version) {
        return files.read(caller, name, version, path);
    }

    /**
     * Files that differ.
     *
     * @param from a version; what can be changed when left out
     * @param to likewise
     */
    @GetMapping("/comparison")
    @Access(Permission.FUNCTIONS_WRITE)
    CodeComparison compare(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return files.compare(caller, name, from, to, Stretch.of(cursor, limit));
    }

    /** Refused with 412 when the package is another one than was looked at. */
    @PatchMapping
    @Access(Permission.FUNCTIONS_WRITE)
    Uploaded change(Caller caller, @PathVariable String name, @RequestBody CodeChange change) {
        return files.change(caller, name, change);
    }
}
