-- One row per kecamatan of the office's jurisdiction. Whose BPS code is not known is kept by its own: polygons have that key.
select
    kecamatan.kode_kemendagri as area_code,
    coalesce(kecamatan.kode_bps, kecamatan.kode_kemendagri) as bps_code,
    trim(kecamatan.kecamatan) as area_name,
    kecamatan.kode_kabupaten_kemendagri as kabupaten_code,
    trim(kabupaten.kabupaten) as kabupaten_name,
    try_cast(kecamatan.lat as double) as lat,
    try_cast(kecamatan.lon as double) as lon
from raw.kecamatan
join raw.kabupaten on kabupaten.kode_kemendagri = kecamatan.kode_kabupaten_kemendagri
where kecamatan.kode_kabupaten_kemendagri in (select unnest(kabupaten) from raw.office)
