package dev.meterlark.console.storage;

import dev.meterlark.account.Page;
import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.console.Show;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.TableSettings;
import dev.meterlark.storage.table.TableView;
import dev.meterlark.storage.table.Tables;

import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.Instant;

/** The account's tables, the way to a new one, and their end. */
@Room
class TablePages {

    private static final int SHOWN = 50;

    private final Tables tables;

    TablePages(Tables tables) {
        this.tables = tables;
    }

    @GetMapping("/tables")
    @Access(Permission.STORAGE_READ)
    String list(
            Caller caller, @RequestParam(required = false) @Nullable String cursor, Model model) {
        Page<TableView> page = tables.list(caller, cursor, SHOWN);
        model.addAttribute("tables", page.items().stream().map(Row::of).toList());
        model.addAttribute("next", page.nextCursor());
        return "storage/tables";
    }

    @GetMapping("/new-table")
    @Access(Permission.STORAGE_MANAGE)
    String blank(Model model) {
        model.addAttribute("form", NewTable.BLANK);
        return "storage/table-new";
    }

    @PostMapping("/tables")
    @Access(Permission.STORAGE_MANAGE)
    String make(
            Caller caller,
            @ModelAttribute NewTable wanted,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        try {
            next.addAttribute(
                    "table", tables.create(caller, wanted.name(), wanted.settings()).name());
            return "redirect:/tables/{table}";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            model.addAttribute("form", wanted);
            return "storage/table-new";
        }
    }

    @GetMapping("/tables/{table}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String askToDelete(Caller caller, @PathVariable String table, Model model) {
        model.addAttribute("table", Row.of(tables.show(caller, table)));
        return "storage/table-delete";
    }

    @PostMapping("/tables/{table}/delete")
    @Access(Permission.STORAGE_MANAGE)
    String delete(
            Caller caller,
            @PathVariable String table,
            @RequestParam(defaultValue = "") String confirmation,
            RedirectAttributes next) {
        tables.show(caller, table);
        if (!confirmation.equals(table)) {
            next.addFlashAttribute("problem", "Nothing was deleted: the name was not typed.");
            next.addAttribute("table", table);
            return "redirect:/tables/{table}/delete";
        }
        Problem.tell(next, () -> tables.delete(caller, table), "The table is deleted: " + table);
        return "redirect:/tables";
    }

    /** What is typed for a new table. */
    record NewTable(
            @Nullable String name,
            @Nullable String path,
            @Nullable String type,
            @Nullable String ttl) {

        static final NewTable BLANK = new NewTable("", "", "string", "");

        TableSettings settings() {
            return new TableSettings(
                    isBlank(path) ? null : new TableSettings.IndexTerms(path, type),
                    isBlank(ttl) ? null : ttl);
        }

        private static boolean isBlank(@Nullable String text) {
            return text == null || text.isBlank();
        }
    }

    /**
     * A table as a row, and as the head of its own pages.
     *
     * @param items and bytes are null where they are not counted
     */
    record Row(
            String name,
            @Nullable String index,
            @Nullable String indexType,
            @Nullable String ttl,
            @Nullable String items,
            @Nullable String bytes,
            Instant createdAt) {

        static Row of(TableView table) {
            TableSettings.IndexTerms index = table.index();
            return new Row(
                    table.name(),
                    index == null ? null : index.path(),
                    index == null ? null : index.type(),
                    table.ttl(),
                    table.items() == null ? null : Show.count(table.items()),
                    table.bytes() == null ? null : Show.bytes(table.bytes()),
                    table.createdAt());
        }
    }
}
