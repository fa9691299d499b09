package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.Packages;
import dev.meterlark.function.Uploaded;
import dev.meterlark.function.packages.PackageUpload;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.Part;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.Locale;

@RestController
@RequestMapping("/api/v1/functions/{name}/code")
class CodeController {

    private final Packages packages;

    CodeController(Packages packages) {
        this.packages = packages;
    }

    /**
     * A zip, a jar or one source file, raw or as the one file of a form. A source file of Java is
     * compiled; what is wrong with it comes with the refusal, by line.
     *
     * @param filename tells single source files apart, where the body is raw
     * @param expected digest of the package that it is to follow; refused when it is another
     */
    @PutMapping
    @Access(Permission.FUNCTIONS_WRITE)
    Uploaded upload(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String filename,
            @RequestHeader(name = HttpHeaders.IF_MATCH, required = false) @Nullable String expected,
            HttpServletRequest request)
            throws IOException, ServletException {
        String type = request.getContentType();
        String digest = digest(expected);
        if (type == null || !type.toLowerCase(Locale.ROOT).startsWith("multipart/")) {
            return packages.upload(
                    caller,
                    name,
                    new PackageUpload(request.getInputStream(), filename, type),
                    digest);
        }
        Part file = onlyFile(request);
        try (var bytes = file.getInputStream()) {
            return packages.upload(
                    caller,
                    name,
                    new PackageUpload(bytes, file.getSubmittedFileName(), file.getContentType()),
                    digest);
        }
    }

    /** The package as it is stored: always a zip. */
    @GetMapping(produces = "application/zip")
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<Resource> download(Caller caller, @PathVariable String name) {
        Resource zip = new InputStreamResource(packages.download(caller, name));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment().filename(name + ".zip").build().toString())
                .body(zip);
    }

    /** An entity tag is quoted; {@code *} is any. */
    private static @Nullable String digest(@Nullable String expected) {
        String bare = expected == null ? "*" : expected.strip().replaceAll("^\"(.*)\"$", "$1");
        return bare.equals("*") ? null : bare;
    }

    private static Part onlyFile(HttpServletRequest request) throws IOException, ServletException {
        var files =
                request.getParts().stream()
                        .filter(part -> part.getSubmittedFileName() != null)
                        .toList();
        if (files.size() != 1) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID,
                    "the form must hold one file, and holds %d".formatted(files.size()));
        }
        return files.getFirst();
    }
}
