package dev.meterlark.console.storage;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.ObjectFacts;
import dev.meterlark.storage.bucket.ObjectTerms;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.ui.Model;
import org.springframework.util.StringUtils;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** The objects of a bucket: in, out and gone. */
@Room
@RequestMapping("/buckets/{bucket}")
class ObjectPages {

    private final Buckets buckets;
    private final Objects objects;

    ObjectPages(Buckets buckets, Objects objects) {
        this.buckets = buckets;
        this.objects = objects;
    }

    /**
     * One file as a script sends it: its bytes alone, passed on as they come.
     *
     * @param keep refused when there is such an object already
     */
    @PutMapping("/upload")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    @Access(Permission.STORAGE_WRITE)
    void put(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "false") boolean keep,
            HttpServletRequest request)
            throws IOException {
        put(
                caller,
                new Place(bucket, key),
                terms(request.getContentType(), request.getContentLengthLong(), keep),
                request.getInputStream());
    }

    /** Files as a form sends them, under their names behind the prefix. */
    @PostMapping("/upload")
    @Access(Permission.STORAGE_WRITE)
    String post(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(required = false, name = "file") @Nullable List<MultipartFile> files,
            RedirectAttributes next)
            throws IOException {
        buckets.show(caller, bucket);
        next.addAttribute("bucket", bucket);
        next.addAttribute("prefix", prefix);
        try {
            int stored = 0;
            for (MultipartFile file : files == null ? List.<MultipartFile>of() : files) {
                stored += post(caller, bucket, prefix, file) ? 1 : 0;
            }
            next.addFlashAttribute(
                    stored == 0 ? "problem" : "done",
                    stored == 0 ? "Choose a file first." : "Uploaded: " + stored);
        } catch (RefusedException refusal) {
            Problem.tell(
                    next,
                    () -> {
                        throw refusal;
                    },
                    "");
        }
        return "redirect:/buckets/{bucket}";
    }

    private boolean post(Caller caller, String bucket, String prefix, MultipartFile file)
            throws IOException {
        String name = StringUtils.getFilename(file.getOriginalFilename());
        if (name == null || name.isEmpty()) {
            return false;
        }
        try (InputStream bytes = file.getInputStream()) {
            put(
                    caller,
                    new Place(bucket, prefix + name),
                    terms(file.getContentType(), file.getSize(), false),
                    bytes);
        }
        return true;
    }

    private record Place(String bucket, String key) {}

    private void put(Caller caller, Place place, ObjectTerms terms, InputStream bytes)
            throws IOException {
        objects.put(caller.account(), place.bucket(), place.key(), terms, bytes);
    }

    private static ObjectTerms terms(@Nullable String type, long length, boolean keep) {
        return new ObjectTerms(
                type == null || type.isEmpty() ? MediaType.APPLICATION_OCTET_STREAM_VALUE : type,
                Map.of(),
                length,
                null,
                keep,
                null);
    }

    /** Always a file to keep, of no type that a browser would open here. */
    @GetMapping("/download")
    @Access(Permission.STORAGE_READ)
    void download(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String key,
            HttpServletResponse response)
            throws IOException {
        buckets.show(caller, bucket);
        ObjectFacts facts =
                objects.find(caller.account(), bucket, key).orElseThrow(Objects::unknown);
        response.setContentType(MediaType.APPLICATION_OCTET_STREAM_VALUE);
        response.setContentLengthLong(facts.size());
        response.setHeader(
                HttpHeaders.CONTENT_DISPOSITION,
                ContentDisposition.attachment()
                        .filename(fileName(key), StandardCharsets.UTF_8)
                        .build()
                        .toString());
        objects.read(
                caller.account(),
                facts,
                0,
                facts.size(),
                bytes -> bytes.transferTo(response.getOutputStream()));
    }

    private static String fileName(String key) {
        String last = key.substring(BrowsingPages.folder(key).length());
        return last.isEmpty() ? "object" : last.replaceAll("\\p{Cntrl}", "_");
    }

    @GetMapping("/remove")
    @Access(Permission.STORAGE_WRITE)
    String askToRemove(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(required = false, name = "key") @Nullable List<String> keys,
            Model model) {
        buckets.show(caller, bucket);
        model.addAttribute("bucket", bucket);
        model.addAttribute("keys", some(keys));
        return "storage/objects-remove";
    }

    /** Asks first when nobody has said that it is meant. */
    @PostMapping("/remove")
    @Access(Permission.STORAGE_WRITE)
    String remove(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(required = false, name = "key") @Nullable List<String> keys,
            @RequestParam(defaultValue = "false") boolean sure,
            RedirectAttributes next,
            Model model) {
        if (!sure) {
            return askToRemove(caller, bucket, keys, model);
        }
        List<String> wanted = some(keys);
        List<String> gone = objects.deleteAll(caller.account(), bucket, wanted);
        next.addFlashAttribute(
                "done",
                gone.size() == 1 ? "Deleted: " + gone.getFirst() : "Deleted: " + gone.size());
        next.addAttribute("bucket", bucket);
        next.addAttribute("prefix", BrowsingPages.folder(wanted.getFirst()));
        return "redirect:/buckets/{bucket}";
    }

    private static List<String> some(@Nullable List<String> keys) {
        if (keys == null || keys.isEmpty()) {
            throw new RefusedException(
                    ErrorCode.REQUEST_INVALID, "choose what to delete first; nothing was deleted");
        }
        return keys;
    }
}
