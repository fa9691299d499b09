package dev.meterlark.function.web;

import dev.meterlark.edge.Access;
import dev.meterlark.function.FunctionVersions;
import dev.meterlark.function.Packages;
import dev.meterlark.function.VersionList;
import dev.meterlark.function.VersionView;
import dev.meterlark.function.VersionWishes;
import dev.meterlark.function.WarmWish;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.InputStreamResource;
import org.springframework.core.io.Resource;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.net.URI;

/** What was published of a function: never changed, and its numbers never used again. */
@RestController
@RequestMapping("/api/v1/functions/{name}/versions")
class VersionController {

    private final Packages packages;
    private final FunctionVersions versions;

    VersionController(Packages packages, FunctionVersions versions) {
        this.packages = packages;
        this.versions = versions;
    }

    /** The newest first. */
    @GetMapping
    @Access(Permission.FUNCTIONS_READ)
    VersionList list(
            Caller caller,
            @PathVariable String name,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return versions.list(caller, name, cursor, limit);
    }

    /** 201 for a new version; 200 with the newest one when nothing has changed since. */
    @PostMapping
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<VersionView> publish(
            Caller caller,
            @PathVariable String name,
            @RequestBody(required = false) @Nullable VersionWishes wishes) {
        FunctionVersions.Publication done =
                packages.publish(caller, name, wishes == null ? VersionWishes.NONE : wishes);
        VersionView version = done.version();
        return done.made()
                ? ResponseEntity.created(
                                URI.create(
                                        "/api/v1/functions/%s/versions/%s"
                                                .formatted(version.function(), version.version())))
                        .body(version)
                : ResponseEntity.ok(version);
    }

    @GetMapping("/{version}")
    @Access(Permission.FUNCTIONS_READ)
    VersionView show(Caller caller, @PathVariable String name, @PathVariable String version) {
        return versions.show(caller, name, version);
    }

    /** Only how many sandboxes are kept ready can be changed. */
    @PatchMapping("/{version}")
    @Access(Permission.FUNCTIONS_WRITE)
    VersionView keepWarm(
            Caller caller,
            @PathVariable String name,
            @PathVariable String version,
            @RequestBody Change change) {
        WarmWish nothing = new WarmWish(null, null);
        return versions.keepWarm(
                caller, name, version, change.keepWarm() == null ? nothing : change.keepWarm());
    }

    /** Refused with 409 and who points at it, while anything does. */
    @DeleteMapping("/{version}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.FUNCTIONS_WRITE)
    void delete(Caller caller, @PathVariable String name, @PathVariable String version) {
        versions.delete(caller, name, version);
    }

    /** The package as it is stored: always a zip. */
    @GetMapping(path = "/{version}/code", produces = "application/zip")
    @Access(Permission.FUNCTIONS_WRITE)
    ResponseEntity<Resource> download(
            Caller caller, @PathVariable String name, @PathVariable String version) {
        Resource zip = new InputStreamResource(packages.download(caller, name, version));
        return ResponseEntity.ok()
                .contentType(MediaType.parseMediaType("application/zip"))
                .header(
                        HttpHeaders.CONTENT_DISPOSITION,
                        ContentDisposition.attachment()
                                .filename(name + "-" + version + ".zip")
                                .build()
                                .toString())
                .body(zip);
    }

    record Change(@Nullable WarmWish keepWarm) {}
}
