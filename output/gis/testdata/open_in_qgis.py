"""Opens a GeoPackage and a project in QGIS and reports what a user would see.

usage: python3 open_in_qgis.py GPKG QGZ OUTDIR

Both files are copied to a folder whose name has Chinese characters and a
space, so that an address that holds only where it was written fails. Prints one
JSON object: the layers of the GeoPackage with the styles stored in it, the
project stored in it, and the project beside it. Layouts are exported to OUTDIR.
"""
import json
import os
import shutil
import sqlite3
import sys
import tempfile

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from qgis.core import (  # noqa: E402
    QgsApplication, QgsExpressionContextUtils, QgsLayoutExporter, QgsProject, QgsRenderContext, QgsVectorLayer, QgsWkbTypes)


def classes(renderer):
    """The texts of the legend, in its order."""
    if renderer.type() == "graduatedSymbol":
        return [r.label() for r in renderer.ranges()]
    if renderer.type() == "categorizedSymbol":
        return [c.label() for c in renderer.categories()]
    if renderer.type() == "RuleRenderer":
        return [r.label() for r in renderer.rootRule().children()]
    return []


def without_symbol(layer, features):
    """How many features would not be drawn."""
    context = QgsRenderContext()
    context.expressionContext().appendScopes(QgsExpressionContextUtils.globalProjectLayerScopes(layer))
    renderer = layer.renderer()
    renderer.startRender(context, layer.fields())
    n = 0
    for f in features:
        context.expressionContext().setFeature(f)
        n += not renderer.symbolsForFeature(f, context)
    renderer.stopRender(context)
    return n


def describe(layer):
    out = {"name": layer.name(), "valid": layer.isValid()}
    if not layer.isValid():
        return out
    features = list(layer.getFeatures())
    out.update(
        promised=layer.featureCount(), count=len(features), spatial=layer.isSpatial(),
        geometry=QgsWkbTypes.displayString(layer.wkbType()), crs=layer.crs().authid(),
        aliases={k: v for k, v in layer.attributeAliases().items() if v})
    if layer.isSpatial():
        out.update(
            renderer=layer.renderer().type(), classes=classes(layer.renderer()),
            labels=layer.labelsEnabled() and layer.labeling().settings().drawLabels,
            unsymbolised=without_symbol(layer, features),
            invalid=sum(1 for f in features if f.hasGeometry() and not f.geometry().isGeosValid()))
    return out


def describe_project(uri, outdir, prefix):
    project = QgsProject.instance()
    project.clear()
    out = {"opened": project.read(uri)}
    root = project.layerTreeRoot()
    out.update(
        title=project.title(), crs=project.crs().authid(), crs_valid=project.crs().isValid(),
        groups=[g.name() for g in root.findGroups()],
        visible=[l.name() for l in root.checkedLayers()],
        tree=sorted(n.layerId() for n in root.findLayers()) == sorted(project.mapLayers()),
        themes=project.mapThemeCollection().mapThemes(),
        layers=[describe(n.layer()) for n in root.findLayers() if n.layer()],
        layouts=[])
    for i, layout in enumerate(project.layoutManager().printLayouts()):
        png = os.path.join(outdir, "%s%d.png" % (prefix, i))
        settings = QgsLayoutExporter.ImageExportSettings()
        settings.dpi = 96
        result = QgsLayoutExporter(layout).exportToImage(png, settings)
        out["layouts"].append({"name": layout.name(), "exported": result == QgsLayoutExporter.Success, "bytes": os.path.getsize(png), "items": len(layout.items())})
    project.clear()
    return out


def main():
    gpkg, qgz, outdir = sys.argv[1:4]
    app = QgsApplication([], True)
    app.initQgis()
    moved = tempfile.mkdtemp(prefix="搬到 别处 ")
    for f in (gpkg, qgz):
        shutil.copy(f, moved)
    gpkg, qgz = (os.path.join(moved, os.path.basename(f)) for f in (gpkg, qgz))
    con = sqlite3.connect(gpkg)
    tables = [r[0] for r in con.execute("SELECT table_name FROM gpkg_contents WHERE table_name <> 'layer_styles' ORDER BY rowid")]
    embedded = con.execute("SELECT name FROM qgis_projects").fetchone()[0]
    con.close()
    report = {
        "layers": [describe(QgsVectorLayer(gpkg + "|layername=" + t, t, "ogr")) for t in tables],
        "embedded": describe_project("geopackage:%s?projectName=%s" % (gpkg, embedded), outdir, "embedded"),
        "beside": describe_project(qgz, outdir, "beside"),
    }
    shutil.rmtree(moved, ignore_errors=True)
    print(json.dumps(report, ensure_ascii=False))
    sys.stdout.flush()
    os._exit(0)  # QGIS may crash while Python takes its objects apart


main()
