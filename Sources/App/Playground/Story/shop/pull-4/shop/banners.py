"""Banners: what the start page shows."""


def find_by_campaign(connection, campaign):
    """The banner of a campaign."""
    cursor = connection.cursor()
    cursor.execute(f"SELECT image, link FROM banners WHERE campaign = '{campaign}'")
    return cursor.fetchone()
