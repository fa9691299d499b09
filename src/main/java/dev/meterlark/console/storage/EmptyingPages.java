package dev.meterlark.console.storage;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.Emptying;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Everything below a prefix is deleted, or all of a bucket. */
@Room
@RequestMapping("/buckets/{bucket}/empty")
class EmptyingPages {

    /** So long may somebody wait; what is left then goes with the next request. */
    private static final int ROUNDS = 10;

    private final Buckets buckets;
    private final Emptying emptying;

    EmptyingPages(Buckets buckets, Emptying emptying) {
        this.buckets = buckets;
        this.emptying = emptying;
    }

    @GetMapping
    @Access(Permission.STORAGE_WRITE)
    String ask(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            Model model) {
        model.addAttribute("bucket", BucketPages.Row.of(buckets.show(caller, bucket)));
        model.addAttribute("prefix", prefix);
        return "storage/bucket-empty";
    }

    /**
     * @param confirmation the bucket's name, typed by hand
     */
    @PostMapping
    @Access(Permission.STORAGE_WRITE)
    String empty(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String prefix,
            @RequestParam(defaultValue = "") String confirmation,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        buckets.show(caller, bucket);
        try {
            if (!confirmation.strip().equals(bucket)) {
                throw new RefusedException(
                        ErrorCode.REQUEST_INVALID, "nothing was deleted: the name was not typed");
            }
            next.addFlashAttribute("done", emptied(caller, bucket, prefix));
            next.addAttribute("bucket", bucket);
            next.addAttribute("prefix", prefix);
            return "redirect:/buckets/{bucket}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return ask(caller, bucket, prefix, model);
        }
    }

    private String emptied(Caller caller, String bucket, String prefix) {
        int deleted = 0;
        for (int round = 0; round < ROUNDS; round++) {
            Emptying.Emptied emptied = emptying.empty(caller, bucket, prefix);
            deleted += emptied.deleted();
            if (!emptied.more()) {
                return "Deleted: %s. Nothing that begins so is left."
                        .formatted(Show.count(deleted));
            }
        }
        return "Deleted: %s. There are more: do it again to go on.".formatted(Show.count(deleted));
    }
}
