package dev.meterlark.console.account;

import dev.meterlark.account.AuditLog;
import dev.meterlark.account.AuditRecordView;
import dev.meterlark.account.Page;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Room
class AuditPage {

    private final AuditLog audit;

    AuditPage(AuditLog audit) {
        this.audit = audit;
    }

    @GetMapping("/account/audit")
    @Access(Permission.AUDIT_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<AuditRecordView> page = audit.page(caller, cursor, null);
        model.addAttribute("records", page.items());
        model.addAttribute("next", page.nextCursor());
        return "account/audit";
    }
}
