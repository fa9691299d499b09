package dev.meterlark.console.operator;

import dev.meterlark.account.Page;
import dev.meterlark.billing.operator.GivenUpDeliveries;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.platform.Delivery;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;
import java.util.UUID;

/** Mails about money that were given up: what they met, and sending them again. */
@Room
@RequestMapping("/operator/deliveries")
class GivenUpPages {

    private final GivenUpDeliveries deliveries;

    GivenUpPages(GivenUpDeliveries deliveries) {
        this.deliveries = deliveries;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String list(@RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<GivenUpDeliveries.One> page = deliveries.list(cursor, null);
        model.addAttribute("deliveries", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "operator/deliveries";
    }

    @PostMapping("/{id}/retry")
    @Access(Permission.OPERATE)
    String retry(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        return told(deliveries.retry(caller, id), "It is sent again now.", next);
    }

    @PostMapping("/{id}/delete")
    @Access(Permission.OPERATE)
    String delete(Caller caller, @PathVariable UUID id, RedirectAttributes next) {
        return told(deliveries.delete(caller, id), "It is let be; nobody gets it.", next);
    }

    private static String told(boolean found, String done, RedirectAttributes next) {
        if (!found) {
            throw new RefusedException(ErrorCode.NOT_FOUND, "there is no such delivery");
        }
        next.addFlashAttribute("done", done);
        return "redirect:/operator/deliveries";
    }

    /**
     * @param kind in words
     */
    record Row(
            String id,
            String account,
            String accountName,
            String kind,
            String about,
            String trouble,
            int attempts,
            @Nullable Instant parkedAt) {

        static Row of(GivenUpDeliveries.One of) {
            Delivery delivery = of.delivery();
            return new Row(
                    delivery.id().toString(),
                    of.account().toString(),
                    of.accountName(),
                    words(of.kind()),
                    delivery.about(),
                    delivery.trouble(),
                    delivery.attempts(),
                    delivery.parkedAt());
        }

        private static String words(String kind) {
            return switch (kind) {
                case "invoice-mail" -> "Invoice by mail";
                case "payment-notice" -> "Reminder or notice by mail";
                case "payment-errand" -> "Question to the payment provider";
                case "budget-mail" -> "Alert of a budget by mail";
                case "budget-webhook" -> "Alert of a budget by webhook";
                default -> kind;
            };
        }
    }
}
