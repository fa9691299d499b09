package dev.meterlark.console.account;

import dev.meterlark.account.AuditExport;
import dev.meterlark.account.AuditFilter;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.AuditRecordView;
import dev.meterlark.account.Members;
import dev.meterlark.account.Page;
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
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

@Room
@RequestMapping("/account/audit")
class AuditPage {

    private static final int LONGEST_DETAIL = 300;

    private final AuditLog audit;
    private final AuditExport export;
    private final Members members;

    AuditPage(AuditLog audit, AuditExport export, Members members) {
        this.audit = audit;
        this.export = export;
        this.members = members;
    }

    @GetMapping
    @Access(Permission.AUDIT_READ)
    String list(
            Caller caller,
            Search search,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletResponse response,
            Model model) {
        model.addAttribute("search", search);
        model.addAttribute("searched", !search.filter().equals(AuditFilter.ALL));
        try {
            Map<String, String> names = names(caller);
            Page<AuditRecordView> page = audit.page(caller, search.filter(), cursor, null);
            model.addAttribute(
                    "records", page.items().stream().map(r -> Row.of(r, names)).toList());
            model.addAttribute("next", page.nextCursor());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("records", List.of());
        }
        return "account/audit";
    }

    @GetMapping("/export")
    @Access(Permission.AUDIT_READ)
    void export(
            Caller caller,
            Search search,
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response)
            throws IOException {
        export.answer(caller, search.filter(), AuditExport.Format.of(format), response);
    }

    /** Whoever has left the account is known by the id alone. */
    private Map<String, String> names(Caller caller) {
        return members.list(caller).stream()
                .collect(Collectors.toMap(m -> "person:" + m.person(), m -> m.email()));
    }

    /** As the form sends it. */
    record Search(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable String from,
            @Nullable String to) {

        AuditFilter filter() {
            return AuditFilter.of(actor, action, subject, from, to);
        }
    }

    /**
     * @param detail {@code name: thumbnails, version: 3}; empty when there is none
     */
    record Row(
            long number,
            Instant at,
            String who,
            String action,
            String subject,
            String detail,
            @Nullable String address) {

        static Row of(AuditRecordView record, Map<String, String> names) {
            return new Row(
                    record.number(),
                    record.at(),
                    names.getOrDefault(record.actor(), record.actor()),
                    record.action(),
                    names.getOrDefault(record.subject(), record.subject()),
                    words(record.detail()),
                    record.address());
        }

        private static String words(Map<String, Object> detail) {
            String words =
                    detail.entrySet().stream()
                            .map(each -> each.getKey() + ": " + each.getValue())
                            .collect(Collectors.joining(", "));
            return words.length() <= LONGEST_DETAIL
                    ? words
                    : words.substring(0, LONGEST_DETAIL) + "…";
        }
    }
}
