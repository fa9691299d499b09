package dev.meterlark.account.web;

import static dev.meterlark.shared.Permission.ACCOUNT_MANAGE;
import static dev.meterlark.shared.Permission.ACCOUNT_READ;
import static dev.meterlark.shared.Permission.AUDIT_READ;
import static dev.meterlark.shared.Permission.KEYS_MANAGE;
import static dev.meterlark.shared.Permission.MEMBERS_MANAGE;
import static dev.meterlark.shared.Permission.OPERATE;

import static org.assertj.core.api.Assertions.assertThat;

import dev.meterlark.edge.Access;
import dev.meterlark.edge.OpenToAnyone;
import dev.meterlark.shared.Permission;

import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.web.bind.annotation.RequestMapping;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Who may reach which route; a new route without a row here fails. */
class AccountRoutesTests {

    private static final String OPEN = "open";

    private static final Map<String, String> ROUTES =
            Map.ofEntries(
                    Map.entry("POST /api/v1/accounts", OPEN),
                    Map.entry("GET /api/v1/account", ACCOUNT_READ.wireName()),
                    Map.entry("PATCH /api/v1/account", ACCOUNT_MANAGE.wireName()),
                    Map.entry("GET /api/v1/account/export", ACCOUNT_MANAGE.wireName()),
                    Map.entry("POST /api/v1/account/close", ACCOUNT_MANAGE.wireName()),
                    Map.entry("GET /api/v1/audit", AUDIT_READ.wireName()),
                    Map.entry("GET /api/v1/audit/export", AUDIT_READ.wireName()),
                    Map.entry("PATCH /api/v1/admin/accounts/{account}/limits", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/passkey-removals", OPERATE.wireName()),
                    Map.entry("GET /api/v1/members", ACCOUNT_READ.wireName()),
                    Map.entry("POST /api/v1/members", MEMBERS_MANAGE.wireName()),
                    Map.entry("PATCH /api/v1/members/{person}", MEMBERS_MANAGE.wireName()),
                    Map.entry("DELETE /api/v1/members/{person}", MEMBERS_MANAGE.wireName()),
                    Map.entry("GET /api/v1/invitations", MEMBERS_MANAGE.wireName()),
                    Map.entry("DELETE /api/v1/invitations/{id}", MEMBERS_MANAGE.wireName()),
                    Map.entry("POST /api/v1/invitations/look", OPEN),
                    Map.entry("POST /api/v1/invitations/accept", OPEN),
                    Map.entry("GET /api/v1/api-keys", KEYS_MANAGE.wireName()),
                    Map.entry("POST /api/v1/api-keys", KEYS_MANAGE.wireName()),
                    Map.entry("DELETE /api/v1/api-keys/{id}", KEYS_MANAGE.wireName()),
                    Map.entry("POST /api/v1/password-resets", OPEN),
                    Map.entry("POST /api/v1/password-resets/complete", OPEN),
                    Map.entry("GET /api/v1/admin/accounts", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/accounts/{account}/suspend", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/accounts/{account}/reopen", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/accounts/{account}/close", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/password-resets", OPERATE.wireName()),
                    Map.entry("POST /api/v1/admin/invitations", OPERATE.wireName()));

    @Test
    void everyRouteAsksForItsPermission() {
        Map<String, String> found = new TreeMap<>();
        Stream.of(
                        AccountController.class,
                        AuditController.class,
                        MembersController.class,
                        ApiKeysController.class,
                        PasswordsController.class,
                        AdminController.class)
                .forEach(c -> Stream.of(c.getDeclaredMethods()).forEach(m -> add(found, c, m)));

        assertThat(found).containsExactlyInAnyOrderEntriesOf(ROUTES);
    }

    private static void add(Map<String, String> found, Class<?> controller, Method method) {
        RequestMapping own =
                AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
        if (own == null) {
            return;
        }
        RequestMapping shared =
                AnnotatedElementUtils.findMergedAnnotation(controller, RequestMapping.class);
        String base = shared == null ? "" : shared.path()[0];
        String path = own.path().length == 0 ? "" : own.path()[0];
        found.put(own.method()[0] + " " + base + path, rule(method));
    }

    private static String rule(Method method) {
        Access access = method.getAnnotation(Access.class);
        if (access != null) {
            Permission permission = access.value();
            return permission.wireName();
        }
        return method.isAnnotationPresent(OpenToAnyone.class) ? OPEN : "nothing";
    }
}
