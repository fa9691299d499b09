package dev.meterlark.console.account;

import dev.meterlark.account.ApiKeyView;
import dev.meterlark.account.ApiKeys;
import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.edge.Confirmed;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

@Room
@RequestMapping("/account/keys")
class KeysPage {

    private final ApiKeys keys;
    private final InstantSource clock;

    KeysPage(ApiKeys keys, InstantSource clock) {
        this.keys = keys;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.KEYS_MANAGE)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        return page(caller, cursor, Scope::of, model);
    }

    private String page(
            Caller caller,
            @Nullable String cursor,
            Function<Permission, Scope> scope,
            Model model) {
        Page<ApiKeyView> page = keys.list(caller, cursor, null);
        model.addAttribute("keys", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        model.addAttribute(
                "scopes",
                Arrays.stream(Permission.values()).filter(caller::may).map(scope).toList());
        return "account/keys";
    }

    /**
     * Answers with the page itself, not with a redirect: the key is kept nowhere to show it later.
     */
    @PostMapping
    @Access(Permission.KEYS_MANAGE)
    @Confirmed
    String make(
            Caller caller,
            @RequestParam(defaultValue = "") String name,
            @RequestParam(defaultValue = "") List<String> scopes,
            @RequestParam(required = false) @Nullable Integer days,
            HttpServletResponse response,
            Model model) {
        try {
            model.addAttribute("made", keys.make(caller, name, scopes, end(days)));
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("name", name);
            model.addAttribute("days", days);
            return page(caller, null, each -> Scope.typed(each, scopes), model);
        }
        return list(caller, null, model);
    }

    private @Nullable Instant end(@Nullable Integer days) {
        return days == null ? null : clock.instant().plus(Duration.ofDays(days));
    }

    @PostMapping("/{id}/revoke")
    @Access(Permission.KEYS_MANAGE)
    String revoke(Caller caller, @PathVariable String id, RedirectAttributes next) {
        Problem.tell(
                next,
                () -> keys.revoke(caller, id),
                "The key is revoked: its next request is refused.");
        return "redirect:/account/keys";
    }

    record Row(
            String id,
            String name,
            String scopes,
            Instant createdAt,
            @Nullable Instant lastUsedAt,
            @Nullable Instant expiresAt,
            boolean revoked) {

        static Row of(ApiKeyView key) {
            return new Row(
                    key.id(),
                    key.name(),
                    String.join(", ", key.scopes().stream().sorted().toList()),
                    key.createdAt(),
                    key.lastUsedAt(),
                    key.expiresAt(),
                    key.revokedAt() != null);
        }
    }

    /**
     * @param usual whether a new key gets it unless told otherwise, or was to get it as typed
     */
    record Scope(String wireName, String about, boolean usual) {

        static Scope of(Permission permission) {
            return new Scope(permission.wireName(), permission.words(), usual(permission));
        }

        static Scope typed(Permission permission, List<String> chosen) {
            String name = permission.wireName();
            return new Scope(name, permission.words(), chosen.contains(name));
        }

        private static boolean usual(Permission permission) {
            return switch (permission) {
                case ACCOUNT_READ,
                        FUNCTIONS_READ,
                        FUNCTIONS_WRITE,
                        FUNCTIONS_INVOKE,
                        LOGS_READ,
                        USAGE_READ,
                        STORAGE_READ,
                        STORAGE_WRITE,
                        STORAGE_MANAGE ->
                        true;
                case ACCOUNT_MANAGE,
                        MEMBERS_MANAGE,
                        KEYS_MANAGE,
                        AUDIT_READ,
                        BILLING_READ,
                        BILLING_MANAGE,
                        OPERATE ->
                        false;
            };
        }
    }
}
