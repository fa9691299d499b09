package dev.meterlark.console.storage;

import dev.meterlark.account.ApiKeyView;
import dev.meterlark.console.Address;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.bucket.Buckets;
import dev.meterlark.storage.bucket.ObjectAddresses;
import dev.meterlark.storage.bucket.Objects;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.time.Duration;
import java.util.List;

/** An address that opens one object to whoever has it, shown once. */
@Room
@RequestMapping("/buckets/{bucket}/share")
class SharingPages {

    private static final List<Choice> CHOICES =
            List.of(
                    new Choice(Duration.ofMinutes(15), "15 minutes"),
                    new Choice(Duration.ofHours(1), "1 hour"),
                    new Choice(Duration.ofDays(1), "1 day"),
                    new Choice(Duration.ofDays(7), "7 days"));

    private final Buckets buckets;
    private final Objects objects;
    private final ObjectAddresses addresses;

    SharingPages(Buckets buckets, Objects objects, ObjectAddresses addresses) {
        this.buckets = buckets;
        this.objects = objects;
        this.addresses = addresses;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    String form(
            Caller caller,
            @PathVariable String bucket,
            @RequestParam(defaultValue = "") String key,
            Model model) {
        buckets.show(caller, bucket);
        var _ = objects.find(caller.account(), bucket, key).orElseThrow(Objects::unknown);
        return page(caller, bucket, key, model);
    }

    /** Answers with the page itself, not with a redirect: the address is kept nowhere. */
    @PostMapping
    @Access(Permission.STORAGE_READ)
    String share(
            Caller caller,
            @PathVariable String bucket,
            @ModelAttribute ObjectAddresses.Wish wish,
            HttpServletRequest request,
            HttpServletResponse response,
            Model model) {
        buckets.show(caller, bucket);
        try {
            model.addAttribute(
                    "shared", addresses.share(caller, bucket, wish, Address.of(request)));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        String key = wish.key();
        return page(caller, bucket, key == null ? "" : key, model);
    }

    private String page(Caller caller, String bucket, String key, Model model) {
        model.addAttribute("bucket", bucket);
        model.addAttribute("key", key);
        model.addAttribute("folder", BrowsingPages.folder(key));
        model.addAttribute("choices", CHOICES);
        model.addAttribute("signers", addresses.signers(caller).stream().map(Signer::of).toList());
        return "storage/object-share";
    }

    /** For how long. */
    record Choice(long seconds, String words) {

        Choice(Duration duration, String words) {
            this(duration.toSeconds(), words);
        }
    }

    /** A key that may sign. */
    record Signer(String id, String name) {

        static Signer of(ApiKeyView key) {
            return new Signer(key.id(), key.name());
        }
    }
}
