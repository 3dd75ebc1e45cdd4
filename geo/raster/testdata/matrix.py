"""Writes small GeoTIFFs with GDAL in every way that it can, and beside each the
first band as 64-bit numbers, as GDAL reads it back. usage: matrix.py FOLDER"""
import functools, itertools, json, os, random, struct, sys
from osgeo import gdal

gdal.UseExceptions()
W, H, BANDS = 137, 75, 3
TYPES = {
    "Byte": (gdal.GDT_Byte, "B", 0, 255), "UInt16": (gdal.GDT_UInt16, "H", 0, 65535), "UInt32": (gdal.GDT_UInt32, "I", 0, 2**32 - 1),
    "Int16": (gdal.GDT_Int16, "h", -32768, 32767), "Int32": (gdal.GDT_Int32, "i", -(2**31), 2**31 - 1),
    "Float32": (gdal.GDT_Float32, "f", -1e30, 1e30), "Float64": (gdal.GDT_Float64, "d", -1e300, 1e300), "Int8": (gdal.GDT_Byte, "B", 0, 255),
}
CODING = [["COMPRESS=NONE"], ["COMPRESS=PACKBITS"]] + [["COMPRESS=" + c, "PREDICTOR=" + p] for c in ("LZW", "DEFLATE") for p in "123"]
LAYOUT = [["TILED=YES", "BLOCKXSIZE=32", "BLOCKYSIZE=16"], ["BLOCKYSIZE=7"], []]
BANDING = [(1, []), (BANDS, ["INTERLEAVE=PIXEL"]), (BANDS, ["INTERLEAVE=BAND"])]
FILES = [["ENDIANNESS=LITTLE"], ["ENDIANNESS=BIG"], ["ENDIANNESS=LITTLE", "BIGTIFF=YES"], ["ENDIANNESS=BIG", "BIGTIFF=YES"]]


@functools.cache
def memory(kind, bands):
    gtype, code, low, high = TYPES[kind]
    rnd = random.Random(bands)
    ds = gdal.GetDriverByName("MEM").Create("", W, H, bands, gtype)
    ds.SetGeoTransform((114.0, 0.001, 0, 22.8, 0, -0.001))
    for b in range(1, bands + 1):
        cells = []
        for i in range(W * H):
            if i % W < 40:  # plain ground, which runs and texts of LZW are made of
                v = low + (i % W) // 10
            elif i % W < 80:  # a slope
                v = 100 + i % W - i // W
            else:
                v = rnd.uniform(low, high)
            cells.append(v if code in "fd" else min(max(int(v), low), high))
        ds.GetRasterBand(b).WriteRaster(0, 0, W, H, struct.pack("<%d%s" % (W * H, code), *cells))
    return ds


def main(folder):
    listed, n = [], 0
    for kind, coding, layout, (bands, banding) in itertools.product(TYPES, CODING, LAYOUT, BANDING):
        if "PREDICTOR=3" in coding and not kind.startswith("Float"):
            continue
        options = coding + layout + banding + FILES[n % 4] + (["PIXELTYPE=SIGNEDBYTE"] if kind == "Int8" else [])
        name = "%04d" % n
        gdal.GetDriverByName("GTiff").CreateCopy(os.path.join(folder, name + ".tif"), memory(kind, bands), options=options).FlushCache()
        ds = gdal.Open(os.path.join(folder, name + ".tif"))
        with open(os.path.join(folder, name + ".raw"), "wb") as f:
            f.write(ds.GetRasterBand(1).ReadRaster(0, 0, W, H, buf_type=gdal.GDT_Float64))
        listed.append({"name": name, "kind": kind, "bands": bands, "options": " ".join(options)})
        n += 1
    with open(os.path.join(folder, "list.json"), "w") as f:
        json.dump({"width": W, "height": H, "files": listed}, f)


main(sys.argv[1])
