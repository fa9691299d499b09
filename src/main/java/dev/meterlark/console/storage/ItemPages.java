package dev.meterlark.console.storage;

import dev.meterlark.console.Problem;
import dev.meterlark.console.Room;
import dev.meterlark.edge.Access;
import dev.meterlark.shared.Caller;
import dev.meterlark.shared.ErrorCode;
import dev.meterlark.shared.Permission;
import dev.meterlark.shared.RefusedException;
import dev.meterlark.storage.table.Condition;
import dev.meterlark.storage.table.Item;
import dev.meterlark.storage.table.ItemPage;
import dev.meterlark.storage.table.Items;
import dev.meterlark.storage.table.Operation;
import dev.meterlark.storage.table.TableView;
import dev.meterlark.storage.table.Tables;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

import java.time.InstantSource;
import java.util.Set;

/**
 * The items of a table. What is saved is held to the version that was on the page: whoever was
 * second is shown what the first one saved, beside what they typed themselves.
 */
@Room
@RequestMapping("/tables/{table}")
class ItemPages {

    private final Tables tables;
    private final Items items;
    private final InstantSource clock;

    ItemPages(Tables tables, Items items, InstantSource clock) {
        this.tables = tables;
        this.items = items;
        this.clock = clock;
    }

    @GetMapping
    @Access(Permission.STORAGE_READ)
    String browse(
            Caller caller,
            @PathVariable String table,
            @ModelAttribute ItemSearch search,
            HttpServletResponse response,
            Model model) {
        enter(caller, table, model);
        model.addAttribute("search", search);
        try {
            ItemPage page =
                    search.isByIndex()
                            ? items.listByIndex(caller.account(), table, search.query())
                            : items.list(caller.account(), table, search.query());
            model.addAttribute("items", page.items().stream().map(ItemRow::of).toList());
            model.addAttribute("next", page.nextCursor());
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
        }
        return "storage/table";
    }

    @GetMapping("/new-item")
    @Access(Permission.STORAGE_WRITE)
    String blank(Caller caller, @PathVariable String table, Model model) {
        enter(caller, table, model);
        model.addAttribute("form", ItemForm.BLANK);
        return "storage/item";
    }

    @GetMapping("/item")
    @Access(Permission.STORAGE_READ)
    String one(
            Caller caller,
            @PathVariable String table,
            @RequestParam(defaultValue = "") String key,
            Model model) {
        TableView in = enter(caller, table, model);
        Item item = items.find(caller.account(), table, key).orElseThrow(Items::unknown);
        model.addAttribute("form", ItemForm.of(item, in.ttl()));
        model.addAttribute("item", ItemRow.of(item));
        return "storage/item";
    }

    @PostMapping("/item")
    @Access(Permission.STORAGE_WRITE)
    String save(
            Caller caller,
            @PathVariable String table,
            @ModelAttribute ItemForm form,
            RedirectAttributes next,
            HttpServletResponse response,
            Model model) {
        tables.show(caller, table);
        try {
            items.put(caller.account(), table, form.put(clock.instant()));
            next.addFlashAttribute("done", "Saved.");
            next.addAttribute("table", table);
            next.addAttribute("key", form.keyText());
            return "redirect:/tables/{table}/item";
        } catch (RefusedException refusal) {
            Problem.show(refusal, model, response);
            return again(caller, table, form, refusal, model);
        }
    }

    /** With all that was typed, and what is there by now when somebody else was first. */
    private String again(
            Caller caller, String table, ItemForm form, RefusedException refusal, Model model) {
        TableView in = enter(caller, table, model);
        model.addAttribute("form", form);
        if (refusal.code() == ErrorCode.PRECONDITION) {
            Item theirs = items.find(caller.account(), table, form.keyText()).orElse(null);
            model.addAttribute("theirs", theirs == null ? null : ItemRow.of(theirs));
            model.addAttribute(
                    "theirText", theirs == null ? null : ItemRow.lines(theirs.document()));
            model.addAttribute("form", form.over(theirs, in.ttl()));
            model.addAttribute("problem", null);
            model.addAttribute("late", true);
        }
        return "storage/item";
    }

    @GetMapping("/item/delete")
    @Access(Permission.STORAGE_WRITE)
    String askToDelete(
            Caller caller,
            @PathVariable String table,
            @RequestParam(defaultValue = "") String key,
            Model model) {
        enter(caller, table, model);
        Item item = items.find(caller.account(), table, key).orElseThrow(Items::unknown);
        model.addAttribute("item", ItemRow.of(item));
        return "storage/item-delete";
    }

    /** The very version that was looked at, and no later one. */
    @PostMapping("/item/delete")
    @Access(Permission.STORAGE_WRITE)
    String delete(
            Caller caller,
            @PathVariable String table,
            @RequestParam(defaultValue = "") String key,
            @RequestParam(defaultValue = "0") long version,
            RedirectAttributes next) {
        tables.show(caller, table);
        Problem.tell(
                next,
                () ->
                        items.delete(
                                caller.account(),
                                table,
                                new Operation.Delete(key, new Condition.OneOf(Set.of(version)))),
                "The item is deleted.");
        next.addAttribute("table", table);
        return "redirect:/tables/{table}";
    }

    private TableView enter(Caller caller, String table, Model model) {
        TableView shown = tables.show(caller, table);
        model.addAttribute("table", TablePages.Row.of(shown));
        return shown;
    }
}
