package dev.meterlark.console.money;

import dev.meterlark.account.Page;
import dev.meterlark.billing.plan.Coupon;
import dev.meterlark.billing.plan.Coupons;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.InstantSource;

/** The operator's coupons: make, end, and who uses them. */
@Room
@RequestMapping("/operator/coupons")
class CouponPages {

    private static final int SOME = 50;

    private final Coupons coupons;
    private final InstantSource clock;

    CouponPages(Coupons coupons, InstantSource clock) {
        this.coupons = coupons;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.OPERATE)
    String all(@RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<Coupon> page = coupons.list(cursor, SOME);
        model.addAttribute(
                "coupons",
                page.items().stream().map(each -> CouponRow.of(each, clock.instant())).toList());
        model.addAttribute("next", page.nextCursor());
        return "money/operator-coupons";
    }

    /** A dialog. */
    @GetMapping("/new")
    @Access(Permission.OPERATE)
    String ask(Model model) {
        model.addAttribute("wish", CouponRow.Form.EMPTY);
        return "money/operator-coupon-new";
    }

    @PostMapping("/new")
    @Access(Permission.OPERATE)
    String create(
            Caller caller,
            @ModelAttribute("wish") CouponRow.Form wish,
            Model model,
            HttpServletResponse response,
            RedirectAttributes next) {
        try {
            Coupon made = coupons.create(caller, wish.wish());
            next.addFlashAttribute("done", "The coupon is there to be used.");
            return "redirect:/operator/coupons/" + made.code();
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return "money/operator-coupon-new";
        }
    }

    @GetMapping("/{coupon}")
    @Access(Permission.OPERATE)
    String one(
            @PathVariable String coupon,
            @RequestParam(required = false) @Nullable String cursor,
            Model model) {
        Page<Coupons.User> users = coupons.users(coupon, cursor, SOME);
        model.addAttribute("coupon", CouponRow.of(coupons.get(coupon), clock.instant()));
        model.addAttribute("users", users.items().stream().map(CouponRow.User::of).toList());
        model.addAttribute("next", users.nextCursor());
        return "money/operator-coupon";
    }

    @PostMapping("/{coupon}/end")
    @Access(Permission.OPERATE)
    String end(Caller caller, @PathVariable String coupon, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> coupons.withdraw(caller, coupon),
                "No further account can use it; where it is in use it goes on.");
        return "redirect:/operator/coupons/" + coupons.get(coupon).code();
    }
}
