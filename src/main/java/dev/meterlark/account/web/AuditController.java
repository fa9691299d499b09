package dev.meterlark.account.web;

import dev.meterlark.account.AuditExport;
import dev.meterlark.account.AuditFilter;
import dev.meterlark.account.AuditLog;
import dev.meterlark.account.AuditRecordView;
import dev.meterlark.account.Page;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;

/** Who changed what in an account: a stretch at a time, or as a file. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {

    private final AuditLog audit;
    private final AuditExport export;

    AuditController(AuditLog audit, AuditExport export) {
        this.audit = audit;
        this.export = export;
    }

    /**
     * @param actor the beginning of who: {@code person:}
     * @param action the beginning of what: {@code function.}
     * @param subject some part of what it was done to
     * @param from a day or an instant
     * @param to a day, which is within, or an instant, which is not
     */
    @GetMapping
    @Access(Permission.AUDIT_READ)
    Page<AuditRecordView> audit(
            Caller caller,
            @ParameterObject AuditSearch search,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Integer limit) {
        return audit.page(caller, search.filter(), cursor, limit);
    }

    /**
     * @param format {@code csv} or {@code jsonl}
     */
    @GetMapping("/export")
    @Access(Permission.AUDIT_READ)
    void export(
            Caller caller,
            @ParameterObject AuditSearch search,
            @RequestParam(defaultValue = "csv") String format,
            HttpServletResponse response)
            throws IOException {
        export.answer(caller, search.filter(), AuditExport.Format.of(format), response);
    }

    /** As the query has it; each may be left out. */
    record AuditSearch(
            @Nullable String actor,
            @Nullable String action,
            @Nullable String subject,
            @Nullable String from,
            @Nullable String to) {

        AuditFilter filter() {
            return AuditFilter.of(actor, action, subject, from, to);
        }
    }
}
