package dev.meterlark.console.storage;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.BucketView;
import dev.meterlark.storage.bucket.Buckets;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;

/** The account's buckets, the way to a new one, and their end. */
@Room
class BucketPages {

    private static final int SHOWN = 50;

    private final Buckets buckets;

    BucketPages(Buckets buckets) {
        this.buckets = buckets;
    }

    @GetMapping("/buckets")
    @Access(Permission.STORAGE_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<BucketView> page = buckets.list(caller, cursor, SHOWN);
        model.addAttribute("buckets", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "storage/buckets";
    }

    @GetMapping("/new-bucket")
    @Access(Permission.STORAGE_MANAGE)
    String blank(Model model) {
        model.addAttribute("name", "");
        return "storage/bucket-new";
    }

    @PostMapping("/buckets")
    @Access(Permission.STORAGE_MANAGE)
    String make(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        try {
            next.addAttribute("bucket", buckets.create(caller, name.strip()).name());
            return "redirect:/buckets/{bucket}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("name", name);
            return "storage/bucket-new";
        }
    }

    @GetMapping("/buckets/{bucket}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String askToDelete(Caller caller, @PathVariable String bucket, Model model) {
        model.addAttribute("bucket", Row.of(buckets.show(caller, bucket)));
        return "storage/bucket-delete";
    }

    @PostMapping("/buckets/{bucket}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(Caller caller, @PathVariable String bucket, RedirectAttributes next) {
        Problem.tell(
                next, () -> buckets.delete(caller, bucket), "The bucket is deleted: " + bucket);
        return "redirect:/buckets";
    }

    /** A bucket as a row of a table. */
    record Row(String name, String objects, String bytes, boolean empty, Instant createdAt) {

        static Row of(BucketView bucket) {
            return new Row(
                    bucket.name(),
                    Show.count(bucket.objects()),
                    Show.bytes(bucket.bytes()),
                    bucket.objects() == 0,
                    bucket.createdAt());
        }
    }
}
