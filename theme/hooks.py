"""The MkDocs hooks of this site; each one only calls the module that does the job."""

import os
import socket
import sys
from pathlib import Path

# MkDocs loads this file by path; its neighbours are imported as the package `theme`.
sys.path.insert(0, str(Path(__file__).parent.parent))

from mkdocs.exceptions import PluginError  # noqa: E402
from nbclient.exceptions import CellExecutionError  # noqa: E402
from pymdownx.snippets import SnippetMissingError  # noqa: E402

from blocks.notebook import failed_cell  # noqa: E402
import snippets  # noqa: E402, F401  imported here, because MkDocs restores the path before proofread compares with the code
from proofread.latex.errors import FormulaError  # noqa: E402
from proofread.pages.notebook import as_markdown  # noqa: E402
from theme import badges, compared, content, evidence, figures, findings, glossary, mathematics, notebooks, quoted  # noqa: E402
from theme import rendered, reports, restart, search, set_aside, status, stylesheets, templates, told  # noqa: E402
from theme.checked import PageFailure, in_table, with_table  # noqa: E402

extension = mathematics.MathematicsExtension()


# What a browser may fetch and run: nothing from another host, no inline script. KaTeX and Matplotlib need styles in attributes.
POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'"
serving = False
port_is_free = False  # known once, before the first build
reading_order = []
checked = {}  # the formulas that were checked on each page, from its text to its content
set_aside_pieces = {}  # of each page, from its content to its output


def on_startup(command, **_):
    global serving, port_is_free
    serving, port_is_free = command == "serve", False
    # a kernel that does not warn of its connection, which never leaves this machine
    os.environ["JUPYTER_PATH"] = os.pathsep.join(filter(None, [str(Path(__file__).parent / "jupyter"), os.environ.get("JUPYTER_PATH")]))


def _free(address, port) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def on_config(config):
    global port_is_free
    if serving and not port_is_free:
        address, port = config.dev_addr
        port_is_free = _free(address, port)
        if not port_is_free:
            raise PluginError(f"{address}:{port} is in use; choose another port: make serve PORT={port + 1}")
    config.markdown_extensions.append(extension)
    told.of(Path(config.docs_dir))
    if not serving:  # live reload is an inline script
        config.extra["content_security_policy"] = POLICY
    kept_in = notebooks.cache_folder(Path(config.docs_dir))
    if kept_in:
        config.plugins["mkdocs-jupyter"].config.update(cache=True, cache_dir=str(kept_in))
    search.keep(config.plugins["material/search"])
    return config


def on_serve(server, config, **_):
    server.builder = restart.on_change(server.builder, config.site_dir)
    return server


def on_files(files, **_):
    for file in files.css_files():
        file.content_string = stylesheets.lightened(file.content_string)
    return files


def on_nav(nav, config, files, **_):
    reading_order[:] = nav.pages
    try:
        pages = [_text_and_path(file.page) for file in files.documentation_pages() if file.page]
        elsewhere = reports.begin(pages)
        if any("(figure:" in text for text, _ in pages):
            figures.begin()
        if elsewhere:  # this process would have to check a page while its notebooks run
            notebooks.begin([page for page in nav.pages if page.file.src_uri.endswith(".ipynb")], config.plugins["mkdocs-jupyter"], config, files)
    except FormulaError as error:  # a notebook that is none
        raise PluginError(str(error)) from None


def on_env(env, **_):
    templates.keep(env)
    return env


def on_build_error(**_):
    reports.end()


def _text_and_path(page) -> tuple[str, str]:
    """Return the mathematics of a page as Markdown, and the path by which its writer knows it."""
    text = Path(page.file.abs_src_path).read_text(encoding="utf-8")
    return (as_markdown(text) if page.file.src_uri.endswith(".ipynb") else text), f"docs/{page.file.src_uri}"


def _reports(shown):
    """Return (title, address, report) of every page but the one that shows them, in reading order."""
    for page in reading_order:
        if page.file.src_uri != shown.file.src_uri:
            yield page.title or "", page.file.src_uri, reports.report(*_text_and_path(page))


def _told_plainly(render, path, source):
    """Return `render` with an error of the page's writer as one line, where Python would print its stack."""

    def plainly(config, files):
        try:
            render(config, files)
        except (mathematics.TypesettingError, FormulaError, evidence.EvidenceError) as error:
            raise PluginError(str(error)) from None
        except SnippetMissingError as error:
            line = mathematics.locate(str(error).split("'")[1], source)
            raise PluginError(f"{path}:{line}: {error}") from None
        except CellExecutionError as error:
            raise PluginError(f"{path}, {failed_cell(error)}") from None

    return plainly


def _with_badges(render, displays):
    """Return `render` with the badges of the page made first: a page that is kept from an earlier build has them in it."""

    def badged(config, files):
        extension.displays = badges.of(displays, extension.source, extension.path)
        render(config, files)

    return badged


def on_page_markdown(markdown, page, files, config, **_):
    extension.path = f"docs/{page.file.src_uri}"
    extension.source = Path(page.file.abs_src_path).read_text(encoding="utf-8")
    notebook = page.file.src_uri.endswith(".ipynb")
    render = page.render
    page.render = _told_plainly(render, extension.path, extension.source)
    try:
        report = reports.report(*_text_and_path(page))
        extension.displays = [badges.Badge(display) for display in report.displays]
        extension.findings = report.findings
        extension.built = None
        checked[page.file.src_uri] = None if status.PLACE in markdown else report.formulas
        if report.findings:
            message = "the mathematics does not hold\n" + "\n".join(map(str, report.findings))
            if not serving or notebook:
                raise PluginError(message)
            print(f"{extension.path}: {message}", file=sys.stderr, flush=True)
            return findings.on_top(markdown, report.findings)
        if notebook:
            notebooks.wait()
            page.meta["description"] = notebooks.description(Path(page.file.abs_src_path))
            return markdown  # mkdocs-jupyter renders the notebook by itself
        page.render = _told_plainly(_with_badges(render, report.displays), extension.path, extension.source)
        rendered.render_once(page, (extension.source, report.displays))
        markdown = with_table(evidence.anchored(markdown))
        if status.PLACE in markdown:
            markdown = status.filled(markdown, _reports(page))
        return markdown if page.file.src_uri == "glossary.md" else glossary.explained(markdown)
    except (PageFailure, FormulaError, glossary.GlossaryError, evidence.EvidenceError) as error:
        raise PluginError(str(error)) from None


def _compare(built, page, added=lambda: []):
    """Stop where a formula was typeset and not checked, or the other way round; a page that is kept from an earlier build was compared then."""
    read = checked.pop(page.file.src_uri)
    found = None if built is None or read is None or extension.findings else compared.difference(built, read, added())
    if found:
        raise mathematics.TypesettingError(compared.told(*found, extension.path, extension.source))


def on_page_content(html, page, **_):
    path = f"docs/{page.file.src_uri}"
    try:
        if page.file.src_uri.endswith(".ipynb"):
            source = Path(page.file.abs_src_path)
            formulas, html = content.notebook(html, source, source.read_text(encoding="utf-8"), path)
            _compare(formulas, page)
        else:
            _compare(extension.built, page, lambda: in_table(extension.source))
            drawn = quoted.drawn(figures.inline(html, path, extension.source))
            html = glossary.anchored(drawn) if page.file.src_uri == "glossary.md" else content.explained(drawn, glossary.SOURCE.read_text(encoding="utf-8"))
            # MkDocs looks for anchors before the displays are typeset; with these, a link to a display is checked like any other
            page.present_anchor_ids.update(badge.status.anchor for badge in extension.displays)
        html, set_aside_pieces[page.file.src_uri], page.meta["fonts"] = content.finished(html)
        return html
    except (figures.FigureError, mathematics.TypesettingError, notebooks.NotebookError) as error:
        raise PluginError(str(error)) from None


def on_post_page(output, page, **_):
    return set_aside.put_back(output, set_aside_pieces.pop(page.file.src_uri))
